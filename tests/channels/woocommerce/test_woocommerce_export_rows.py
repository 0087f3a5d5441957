"""Rows of exports that need a second look: what the status means, what is refused, and what is only ignored."""

from __future__ import annotations

import random

import pytest

from oms.channels.recognising import read_file
from oms.reading.problems import UnreadableFile
from tests.channels.woocommerce.exports import (
    BOTH,
    BY_ITEM,
    BY_ORDER,
    MUG,
    Cells,
    item,
    one,
    order,
    read,
    whole,
    written,
)

FILES = [
    written([*BOTH, *({**row, "order_id": "8121"} for row in BOTH)], BY_ITEM),
    written([whole()] * 2, BY_ORDER),
]


@pytest.mark.parametrize("status", ["completed", "wc-completed"])
def test_what_is_completed_has_left(status: str) -> None:
    assert [line.shipped_by_channel for line in order(status=status).lines] == [3, 1, 0]


@pytest.mark.parametrize("status", ["On hold", "packed"])
def test_what_is_paid_and_waits_is_kept_back(status: str) -> None:
    assert (order(status=status).kept_back or "").startswith("WooCommerce says “")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": "cancelled"}, "cancelled; we never had it"),
        ({"status": "pending", "paid_date": ""}, "nobody has paid for it"),
        ({"status": "failed", "paid_date": ""}, "nobody has paid for it"),
        ({"status": "trash"}, "in the bin"),
    ],
)
def test_what_is_not_wanted_or_not_yet_changes_only_what_we_have(changes: Cells, why: str) -> None:
    found = one(whole(**changes), columns=BY_ORDER)

    assert found.refresh is not None
    assert (found.refresh.unknown.startswith(why), found.refresh.is_missed, found.draft.lines) == (
        True,
        False,
        (),
    )
    assert (found.draft.cancelled_at is not None) is (changes["status"] == "cancelled")


def test_an_unknown_currency_leaves_all_amounts_unknown_and_says_so() -> None:
    found = one(whole(order_currency="DOGE"), columns=BY_ORDER)

    assert found.draft.total_minor is found.draft.lines[0].line_total_minor is None
    assert "“DOGE” is no currency that we know, so the amounts are unknown" in found.remarks[0].reason


def test_an_order_without_a_shipping_address_goes_to_the_billing_address() -> None:
    blank = {name: "" for name in BY_ORDER if name.startswith("shipping_")}

    assert order(**blank).ship_to.line1 == "Große Straße 5"


def test_totals_that_contradict_each_other_are_kept_and_said() -> None:
    found = one(whole(order_total="99.00"), columns=BY_ORDER)

    assert (found.draft.total_minor, found.draft.reconciles) == (9900, False)
    assert found.remarks[0].reason == "order_total is not what its parts come to"


def test_a_file_that_lacks_the_last_items_is_doubted() -> None:
    assert [note.reason[:24] for note in one(item()).doubts] == ["the file may be cut off "]
    assert one(*BOTH).doubts == ()


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([item(order_date="11/21/2026 9:14")], "order_date: “11/21/2026 9:14” is not a day"),
        ([item(status="")], "status is blank"),
        ([item(order_id="")], "order_id is blank"),
        ([item(order_id="8.12E+12")], "its digits are lost"),
        ([item(item_quantity="")], "item_quantity tells no quantity"),
        ([item(item_quantity="1.5")], "is not a whole number"),
        ([item(), item()], "one of its items is told twice"),
        ([item(), item(MUG, order_total="1.00")], "order_total differs from the order's first row"),
        ([item(shipping_total="4,90,1")], "shipping_total: "),
    ],
)
def test_what_cannot_be_believed_refuses_its_order_alone(rows: list[Cells], why: str) -> None:
    other = [row | {"order_id": "8121"} for row in BOTH]
    parsed = read(*rows, *other, columns=BY_ITEM)

    assert [found.draft.external_id for found in parsed.orders] == ["8121"]
    assert why in parsed.refused[0].reason
    assert parsed.refused[0].rows == len(rows)


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"line_item_1": "", "line_item_2": ""}, "no items"), ({"status": "checkout-draft"}, "checkout")],
)
def test_a_row_that_tells_no_order_is_ignored(changes: Cells, why: str) -> None:
    parsed = read(whole(**changes), columns=BY_ORDER)

    assert (len(parsed.orders), parsed.refused) == (0, ())
    assert why in parsed.ignored[0].reason


def test_a_cell_that_tells_no_quantity_refuses_the_order() -> None:
    parsed = read(whole(line_item_1="Lamp x 3"), columns=BY_ORDER)

    assert parsed.refused[0].reason == "line_item_1 tells no quantity"


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_export_is_read_or_refused_and_every_row_is_somewhere(seed: int) -> None:
    chance = random.Random(seed)
    strange = [b'"', b",", b"\n", b"|", b":", b"", b"1e99", b"\xff", b"0.123456", b"-1", b"=", b"9" * 40]
    for _ in range(60):
        spoilt = bytearray(chance.choice(FILES))
        at = chance.randrange(len(spoilt))
        spoilt[at : at + chance.choice([0, 1, 30])] = chance.choice(strange)
        try:
            parsed = read_file(bytes(spoilt))
        except UnreadableFile:
            continue
        assert parsed.accounted_rows == parsed.rows
