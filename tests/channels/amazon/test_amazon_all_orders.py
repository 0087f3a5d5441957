"""What the All Orders report says: what became of orders, and never enough to make one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from oms.channels.parsed import ItemWord
from tests.channels.amazon.reports import one_of_all, read_all, status


def test_an_open_order_tells_its_totals_and_its_items_by_sku() -> None:
    order = one_of_all(status(), status(sku="LAMP", quantity="1", item_price="60.00", item_tax="4.80"))

    assert (order.draft.lines, order.draft.paid, order.draft.cancelled_at) == ((), True, None)
    assert order.draft.total_minor == 3000 + 240 + 6000 + 480 + 2 * 420
    assert (order.draft.shipping_minor, order.draft.tax_minor) == (800, 760)
    assert order.refresh is not None
    assert order.refresh.items == (
        ItemWord("MUG", 3, 0, 3000, 240, None),
        ItemWord("LAMP", 1, 0, 6000, 480, None),
    )
    assert (order.refresh.is_missed, order.refresh.all_sent) == (True, False)
    assert "import the Unshipped Orders report" in order.refresh.unknown


@pytest.mark.parametrize("word", ["Cancelled", "cancelled", "Canceled"])
def test_a_cancelled_order_tells_when_and_no_money(word: str) -> None:
    blank = dict.fromkeys(("currency", "item_price", "item_tax", "shipping_price", "shipping_tax"), "")
    order = one_of_all(status(order_status=word, item_status=word, quantity="0", **blank))

    assert order.draft.cancelled_at == datetime(2026, 9, 19, 8, tzinfo=UTC)
    assert (order.draft.paid, order.draft.total_minor, order.draft.currency) == (None, None, None)
    assert order.refresh is not None
    assert (order.refresh.items, order.refresh.is_missed) == ((), False)


@pytest.mark.parametrize("word", ["Shipped", "Shipped - Delivered to Buyer", "Shipped - Returned to Seller"])
def test_an_order_that_was_shipped_says_so_of_everything(word: str) -> None:
    order = one_of_all(status(order_status=word, item_status="Shipped"))

    assert order.refresh is not None
    assert (order.refresh.all_sent, order.refresh.is_missed) == (True, False)


def test_a_pending_order_is_neither_paid_nor_missed() -> None:
    order = one_of_all(status(order_status="Pending", item_status="Unshipped"))

    assert order.draft.paid is None
    assert order.refresh is not None
    assert (order.refresh.is_missed, order.refresh.items) == (False, ())


def test_items_that_were_sent_are_counted_by_sku() -> None:
    rows = (
        status(order_status="PartiallyShipped", item_status="Shipped", quantity="1", item_price="10.00"),
        status(order_status="PartiallyShipped", item_status="Unshipped", quantity="2", item_price="20.00"),
    )

    assert one_of_all(*rows).refresh.items == (ItemWord("MUG", 3, 1),)


def test_an_item_that_was_cancelled_is_not_wanted_any_more() -> None:
    gone = status(sku="LAMP", item_status="Cancelled", quantity="0", item_price="")

    refresh = one_of_all(status(), gone).refresh

    assert refresh.items[1] == ItemWord("LAMP", 0)
    assert one_of_all(status(), gone).draft.total_minor == 3000 + 240 + 420


def test_a_sku_that_is_cancelled_in_part_is_left_to_a_person() -> None:
    order = one_of_all(status(quantity="2"), status(item_status="Cancelled", quantity="1"))

    assert order.refresh.items == ()
    assert "cancelled in part" in order.remarks[0].reason


@pytest.mark.parametrize("channel", ["Amazon", "AFN", "amazon"])
def test_what_amazon_sends_itself_is_ignored_with_the_reason(channel: str) -> None:
    parsed = read_all(status(fulfillment_channel=channel), status(amazon_order_id="203-9999999-9999999"))

    assert [(note.row, note.number) for note in parsed.ignored] == [(2, "203-1111111-2222222")]
    assert parsed.ignored[0].reason.startswith("fulfilled by Amazon")
    assert len(parsed.orders) == 1


def test_rows_of_one_order_may_stand_apart_and_the_very_same_row_counts_once() -> None:
    parsed = read_all(status(), status(amazon_order_id="203-9999999-9999999"), status(sku="LAMP"), status())

    assert [(order.first_row, order.rows) for order in parsed.orders] == [(2, 2), (3, 1)]
    assert [(note.row, note.reason) for note in parsed.ignored] == [
        (5, "the very same is told by another row already")
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"purchase_date": ""}, "purchase-date is blank"),
        ({"purchase_date": "18.09.2026"}, "purchase-date: “18.09.2026” is not a date"),
        ({"quantity": "three"}, "quantity: “three” is not a whole number"),
        ({"amazon_order_id": "2.03E+16"}, "amazon-order-id: “2.03E+16” was a number"),
        ({"amazon_order_id": ""}, "amazon-order-id is blank"),
    ],
)
def test_a_bad_cell_is_refused_with_row_and_reason(changes: dict[str, str], reason: str) -> None:
    parsed = read_all(status(**changes))

    assert not parsed.orders
    assert parsed.refused[0].row == 2
    assert parsed.refused[0].reason.startswith(reason)


def test_rows_that_contradict_each_other_are_refused_together() -> None:
    parsed = read_all(status(), status(sku="LAMP", order_status="Shipped"))

    assert [(note.row, note.rows) for note in parsed.refused] == [(3, 2)]
    assert "order-status differs" in parsed.refused[0].reason


def test_a_status_that_we_do_not_know_is_said() -> None:
    order = one_of_all(status(order_status="InvoiceUnconfirmed"))

    assert "a word that we do not know" in order.remarks[0].reason
    assert order.refresh.is_missed
