"""Square's items file: what the till sold leaves the shelf, once; refunds and unknown items are visible."""

from __future__ import annotations

from typing import Any

import pytest

from oms.channels.listings import map_listing
from oms.channels.recognising import read_file
from oms.core.delivering import deliver_due
from oms.orders.placing import Part
from tests.channels.bringing import account, available, counts, read, staged, take, wanted
from tests.desk.reading import see, text
from tests.picking.floor import assert_proven
from tests.shop import Shop

HEADER = "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Gross Sales,Transaction ID,Event Type"
LAMP = "2026-11-21,17:30:05,Eastern Time (US & Canada),Light,Desk Lamp,2.0,Brass,LAMP,$40.00,TX1,Payment"
MUG = "2026-11-21,17:30:05,Eastern Time (US & Canada),Home,Mug,1.0,Regular,MUG,$8.00,TX1,Payment"
BACK = "2026-11-22,09:00:00,Eastern Time (US & Canada),Home,Mug,-1.0,Regular,MUG,-$8.00,TX1,Refund"
CARD = "2026-11-22,10:00:00,Berlin,Paper,Card,3.0,Regular,,€9.00,TX2,Payment"


def file(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


@pytest.fixture
def till(shop: Shop) -> int:
    shop.receive("LAMP", 5)
    shop.receive("MUG", 1)
    shop.receive("TWINE", 9)
    return account(shop, "square", "Corner shop")


def sales(*rows: str) -> list[Any]:
    return [order.draft for order in read_file(file(*rows)).orders]


def test_rows_of_one_transaction_are_one_sale() -> None:
    (sale,) = sales(LAMP, MUG)

    assert (sale.external_id, sale.placed_at.isoformat()) == ("TX1", "2026-11-21T22:30:05+00:00")
    assert [(line.sku, line.title, line.quantity) for line in sale.lines] == [
        ("LAMP", "Desk Lamp · Brass", 2),
        ("MUG", "Mug", 1),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (LAMP.replace("2.0", "a few"), "Qty: “a few” is not a whole number of units"),
        (LAMP.replace("Eastern Time (US & Canada)", "Middle Earth"), "Time Zone: “Middle Earth” is no zone"),
        (LAMP.replace("2026-11-21", "21.11.2026"), "“21.11.2026 17:30:05” is not a date and time"),
        (LAMP.replace("TX1", ""), "Transaction ID is blank"),
    ],
)
def test_what_cannot_be_believed_is_refused_with_the_reason(row: str, reason: str) -> None:
    parsed = read_file(file(row))

    assert [note.reason[: len(reason)] for note in parsed.refused] == [reason]
    assert parsed.accounted_rows == parsed.rows == 1


def test_what_the_till_sold_leaves_the_shelf_once(shop: Shop, till: int) -> None:
    for expected in ({"new": 1, "ignored": 1}, {"unchanged": 1, "ignored": 1}):
        import_id = read(shop, file(LAMP, MUG, BACK))
        assert counts(shop, import_id) == expected
        take(shop, import_id)

    assert (available(shop, "LAMP"), available(shop, "MUG")) == (3, 0)
    assert "a refund" in staged(shop, import_id)[-1][2]
    assert_proven(shop)


def test_more_sold_than_there_were_is_said(shop: Shop, till: int) -> None:
    take(shop, read(shop, file(MUG.replace("1.0", "3.0"))))

    assert available(shop, "MUG") == 0
    assert "3 were sold, and only 1 lay on the shelf" in text(see(shop, f"/channels/{till}"))


def test_what_was_promised_goes_to_who_carried_it_out(shop: Shop, till: int) -> None:
    shop.order(("MUG", 1))

    take(shop, read(shop, file(MUG)))

    assert wanted(shop, "MUG") == (1, 0)
    assert_proven(shop)


def test_an_unknown_item_is_booked_once_somebody_says_what_it_is(shop: Shop, till: int) -> None:
    take(shop, read(shop, file(CARD)))
    assert "Card" in text(see(shop, "/unknown"))

    with shop.inside():
        map_listing(till, "Card", (Part(shop.skus["TWINE"], 1),), by=shop.by())
        deliver_due()

    assert available(shop, "TWINE") == 6
    assert "Card" not in text(see(shop, "/unknown"))
    assert_proven(shop)
