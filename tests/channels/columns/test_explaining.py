"""A file that nobody knows: a person says what its columns mean, and the next one is read by itself."""

from __future__ import annotations

from typing import Any

import pytest

from oms.core.delivering import deliver_due
from tests.channels.bringing import account, counts, file, read, take, the_order
from tests.desk.reading import see, text
from tests.shop import Shop

HEADER = "Order No,Date,SKU,Qty,Recipient,Street,Town,PLZ,Country,Colour"
ROW = "0815,26/11/2026,LAMP,1,Ana,Große Str. 5,Köln,50667,DE,blue"
NEXT = "0816,27/11/2026,MUG,2,Ben,Ring 9,Köln,50667,DE,red"
SAID = {
    "means-0": "number",
    "means-1": "placed_at",
    "means-2": "sku",
    "means-3": "quantity",
    "means-4": "name",
    "means-5": "line1",
    "means-6": "city",
    "means-7": "postcode",
    "means-8": "country",
    "means-9": "",
    "days": "day-first",
    "currency": "eur",
    "paid": "yes",
}


@pytest.fixture
def fair(shop: Shop) -> int:
    shop.receive("LAMP", 5)
    shop.receive("MUG", 5)
    return account(shop, "other", "Christmas fair")


def content(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


def explain(shop: Shop, import_id: int, channel_id: int, **changes: str) -> Any:
    data = {**SAID, "channel_id": str(channel_id), **changes}
    answer = shop.client("Mo").post(f"/imports/{import_id}/columns", data=data)
    with shop.inside():
        deliver_due()
    return answer


def test_said_once_it_is_read_now_and_later(shop: Shop, fair: int) -> None:
    first = read(shop, content(ROW), "fair.csv")
    assert file(shop, first).phase == "refused"

    answer = explain(shop, first, fair)

    assert answer.status_code == 303
    assert counts(shop, first)["new"] == 1
    take(shop, first)
    order = the_order(shop, "0815")
    assert (order.headline, order.came_from) == ("ready", f"channel:{fair}")
    second = read(shop, content(ROW, NEXT), "fair-2.csv")
    assert counts(shop, second) == {"new": 1, "unchanged": 1}
    take(shop, second)
    assert the_order(shop, "0816").headline == "ready"


def test_the_page_proposes_what_names_and_dates_prove(shop: Shop, fair: int) -> None:
    import_id = read(shop, content(ROW, NEXT))

    page = see(shop, f"/imports/{import_id}/columns", "Mo")

    assert 'value="day-first" selected' in page
    assert 'value="number" selected' in page
    assert "26/11/2026 · 27/11/2026" in text(page)
    assert f"/imports/{import_id}/columns" in see(shop, f"/imports/{import_id}", "Mo")


def test_what_was_typed_stays_when_something_is_lacking(shop: Shop, fair: int) -> None:
    import_id = read(shop, content(ROW))

    answer = explain(shop, import_id, fair, **{"means-3": ""})

    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Say which column tells how many." in page
    assert 'value="postcode" selected' in page
    assert file(shop, import_id).phase == "refused"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"means-9": "number"}, "Two columns are said to be “Order number”"),
        ({"currency": "EURO"}, "three letters, such as EUR"),
        ({"days": "nonsense"}, "Say how the dates are written"),
    ],
)
def test_what_contradicts_itself_is_refused(
    shop: Shop, fair: int, changes: dict[str, str], sentence: str
) -> None:
    answer = explain(shop, read(shop, content(ROW)), fair, **changes)

    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_a_file_that_is_understood_is_not_explained(shop: Shop, fair: int) -> None:
    import_id = read(shop, content(ROW))
    explain(shop, import_id, fair)

    assert explain(shop, import_id, fair).status_code == 409


def test_said_anew_it_means_the_new(shop: Shop, fair: int) -> None:
    explain(shop, read(shop, content(ROW)), fair, paid="no")
    other = account(shop, "other", "Market")
    import_id = read(shop, content(NEXT), channel=other)
    assert file(shop, import_id).phase == "refused"

    explain(shop, import_id, other)

    take(shop, import_id)
    assert the_order(shop, "0816").headline == "ready"


def test_a_file_without_columns_says_so(shop: Shop, fair: int) -> None:
    import_id = read(shop, b"%PDF-1.7 nothing here")

    answer = shop.client("Mo").get(f"/imports/{import_id}/columns")

    assert answer.status_code == 422
    assert "This is a PDF" in text(answer.get_data(as_text=True))
