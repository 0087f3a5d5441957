"""The inventory file: the shop's own export, sent back with what is true here, of one location alone."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest

from oms.channels.shopify.stock_file import STOCK_FILE
from oms.channels.uploads import StockRow
from oms.reading.problems import UnreadableFile
from tests.channels.shopify.messages import SAMPLES

ALL = (SAMPLES / "inventory_all_quantities.csv").read_bytes()
AVAILABLE = (SAMPLES / "inventory_available.csv").read_bytes()


def template(content: bytes = ALL) -> dict[str, Any]:
    """As it is kept between."""
    return json.loads(json.dumps(STOCK_FILE.read_template(content)))


def row(name: str, available: int, promised: int = 0, content: bytes = ALL) -> StockRow:
    offer = next(one for one in template(content)["offers"] if one["name"] == name)
    return StockRow(name, available, promised, offer["remote"])


def cells(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_what_the_shop_offers_is_read_from_its_export() -> None:
    offers = template()["offers"]

    assert [(one["name"], one["title"], one["quantity"]) for one in offers] == [
        ("LAMP", 'Desk Lamp, "Brass" · Default Title', 5),
        ("00451", "Merino Sock · Grün · 39–42", 12),
        ("MUG", "Mug · Default Title", 0),
    ]
    assert len({one["key"] for one in offers}) == 3


def test_on_hand_is_what_may_be_sold_what_is_promised_and_what_shopify_keeps_apart() -> None:
    written = STOCK_FILE.write([row("LAMP", 4, promised=2)], template())

    (lamp,) = cells(written.content)
    assert (lamp["On hand (new)"], lamp["On hand (current)"]) == ("7", "8")
    assert written.left_out == {}


def test_everything_else_goes_back_as_it_came() -> None:
    written = STOCK_FILE.write([row("00451", 9)], template()).content
    header, line = ALL.decode().splitlines()[0], ALL.decode().splitlines()[2]

    assert written.decode().splitlines() == [header, f"{line}9"]


def test_only_what_is_told_is_in_the_file() -> None:
    """What is left out stays in Shopify as it is."""
    assert cells(STOCK_FILE.write([], template()).content) == []
    both = STOCK_FILE.write([row("00451", 0), row("LAMP", 0)], template()).content
    assert [one["On hand (new)"] for one in cells(both)] == ["0", "1"]


def test_what_cannot_go_in_is_left_out_with_the_reason() -> None:
    spoilt = template()
    spoilt["rows"][row("LAMP", 1).remote["key"]][14] = ""
    unknown = StockRow("GONE", 1, 0, {"key": "gone"})
    written = STOCK_FILE.write([row("MUG", 3), unknown, StockRow("NEW", 1, 0), row("LAMP", 1)], spoilt)

    assert cells(written.content) == []
    assert written.left_out == {
        "MUG": "Shopify does not stock it at this location.",
        "GONE": "It is not in the file that you gave. Export a new one and give that.",
        "NEW": "It is not in the file that you gave. Export a new one and give that.",
        "LAMP": "The file does not say how many of it Shopify keeps apart.",
    }


def test_a_file_of_available_quantities_takes_what_may_be_sold_alone() -> None:
    lamp, mug = row("LAMP", 4, 2, AVAILABLE), row("MUG", 1, 0, AVAILABLE)
    written = STOCK_FILE.write([lamp, mug], template(AVAILABLE))

    assert [(one["SKU"], one["Back room"]) for one in cells(written.content)] == [("LAMP", "4")]
    assert written.left_out == {"MUG": "Shopify does not stock it at this location."}


def test_a_file_that_went_through_a_spreadsheet_is_read_and_goes_back_as_shopify_writes_it() -> None:
    header, *rows = csv.reader(io.StringIO(ALL.decode()))
    through = io.StringIO()
    csv.writer(through, delimiter=";").writerows([header, *rows])
    changed = b"\xef\xbb\xbf" + through.getvalue().encode()

    assert template(changed) == template()


def pop_up(content: bytes) -> bytes:
    """The same with another location in it."""
    return content + content.splitlines(keepends=True)[1].replace(b"Back room", b"Pop-up store")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (pop_up(ALL), "several locations (Back room, Pop-up store)"),
        (re.sub(rb"\n", b",1\n", AVAILABLE), "several locations (1, Back room)"),
        (re.sub(rb",[^,]*\n", b"\n", AVAILABLE), "no location in it"),
        (ALL.splitlines()[0] + b"\n", "no location in it, or no rows"),
        (ALL.replace(b"Unavailable (not editable)", b"Held"), "lacks the columns Unavailable (not editable)"),
        (ALL[:-30], "cut off"),
        (ALL.replace(b"MUG,,,", b"MUG,,,,"), "more cells than the header"),
        (b"Name,Email\n#1,a@example.com\n", "no inventory file of Shopify"),
        (b"", "empty"),
    ],
)
def test_what_is_no_such_file_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        template(content)
    assert why in refusal.value.sentence
