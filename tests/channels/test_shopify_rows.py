"""The rows of Shopify's export that need a second look: fulfilment, grouping, damage."""

from __future__ import annotations

import pytest

from oms.channels.parsed import ParsedFile
from tests.channels.files import Cells, shopify_line, shopify_order
from tests.channels.test_shopify_parsing import one, read

OTHER = {"Name": "#1000", "Id": "5550001000"}


def refusals(parsed: ParsedFile) -> list[tuple[int, str, int]]:
    return [(note.row, note.reason, note.rows) for note in parsed.refused]


@pytest.mark.parametrize(
    ("order_status", "line_status", "quantity", "shipped", "doubted"),
    [
        ("fulfilled", "fulfilled", "3", 3, False),
        ("fulfilled", "", "3", 3, False),
        ("unfulfilled", "pending", "3", 0, False),
        ("partial", "fulfilled", "3", 3, False),
        ("partial", "pending", "3", 0, False),
        ("partial", "partial", "2", 1, False),
        ("partial", "partial", "3", 0, True),
        ("partial", "", "2", 0, True),
        ("fulfilled", "pending", "3", 0, True),
    ],
)
def test_what_has_left_already(
    order_status: str, line_status: str, quantity: str, shipped: int, *, doubted: bool
) -> None:
    cells = {"Lineitem quantity": quantity, "Lineitem fulfillment status": line_status}
    order = one(shopify_order(Fulfillment_Status=order_status, **cells))

    assert order.draft.lines[0].shipped_by_channel == shipped
    assert bool(order.doubts) is doubted


def test_what_never_ships_and_what_is_cancelled_leaves_no_doubt() -> None:
    partly = {"Lineitem quantity": "3", "Lineitem fulfillment status": "partial"}

    assert not one(shopify_order(**partly, Lineitem_requires_shipping="false")).doubts
    assert not one(shopify_order(**partly, Cancelled_at="2026-04-06 10:00:00 +0000")).doubts


def test_what_was_restocked_is_cancelled() -> None:
    rows = [
        shopify_order(Fulfillment_Status="restocked", Lineitem_fulfillment_status="fulfilled"),
        shopify_line(),
    ]

    assert [line.cancelled for line in one(*rows).draft.lines] == [0, 1]


def test_a_removed_line_keeps_the_ids_of_the_others() -> None:
    order = one(shopify_order(), shopify_line(Lineitem_quantity="0"), shopify_line())

    assert [line.external_id for line in order.draft.lines] == ["1", "3"]
    assert order.remarks[0].row == 3


def test_an_order_with_nothing_left_is_ignored() -> None:
    parsed = read(shopify_order(Lineitem_quantity="0"), shopify_line(Lineitem_quantity="0"))

    assert (parsed.orders, parsed.refused) == ((), ())
    assert (parsed.ignored[0].row, parsed.ignored[0].rows, parsed.ignored[0].number) == (2, 2, "#1001")


def test_further_rows_may_have_lost_their_name_or_repeat_the_orders_facts() -> None:
    further = [shopify_line(Name=""), shopify_order(Lineitem_sku="B"), shopify_line(Email="x@example.com")]
    order = one(shopify_order(), *further).draft

    assert [line.external_id for line in order.lines] == ["1", "2", "3", "4"]
    assert order.total_minor == 3000


def test_two_orders_of_one_name_are_told_apart_by_id() -> None:
    parsed = read(shopify_order(), shopify_order(Id="777"))

    assert [order.draft.external_id for order in parsed.orders] == ["5550001001", "777"]


def test_the_same_order_twice_counts_once() -> None:
    parsed = read(shopify_order(), shopify_order(**OTHER), shopify_order())

    assert [order.first_row for order in parsed.orders] == [2, 3]
    assert (parsed.ignored[0].row, parsed.ignored[0].reason) == (4, "the same order is in row 2 already")


def test_an_order_told_in_two_ways_is_not_believed_in_either() -> None:
    versions = [shopify_order(), shopify_order(**OTHER), shopify_order(Notes="b"), shopify_order(**OTHER)]
    parsed = read(*versions, shopify_order(Notes="c"))

    assert [order.draft.number for order in parsed.orders] == ["#1000"]
    assert [row for row, _, _ in refusals(parsed)] == [2, 4, 6]
    assert refusals(parsed)[0][1] == "row 4 tells this order differently"


def test_a_file_that_was_sorted_loses_no_line_in_silence() -> None:
    parsed = read(shopify_line(), shopify_order(), shopify_order(**OTHER), shopify_line())

    assert [order.draft.number for order in parsed.orders] == ["#1000"]
    assert [(row, rows) for row, _, rows in refusals(parsed)] == [(2, 2), (5, 1)]
    parsed = read(shopify_order(), shopify_order(**OTHER), shopify_line())
    assert [(row, rows) for row, _, rows in refusals(parsed)] == [(2, 1), (4, 1)]
    assert "row 4 is a line of this order that stands apart" in refusals(parsed)[0][1]


def test_a_row_that_is_there_twice_word_for_word_is_not_doubled() -> None:
    assert refusals(read(shopify_order(), shopify_order())) == [
        (3, "repeats a row word for word: a second line, or the file pasted twice?", 2)
    ]


def test_a_header_in_the_middle_is_ignored() -> None:
    header = {name: name for name in (*shopify_order(), "Email")}
    parsed = read(shopify_order(), header, columns=tuple(header))

    assert [(note.row, note.reason) for note in parsed.ignored] == [(3, "the header again")]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Id": "5.55E+12"}, "Id: “5.55E+12” was a number until a spreadsheet rounded it"),
        ({"Lineitem sku": "4E+11"}, "Lineitem sku: “4E+11” was a number"),
        (
            {"Created at": "2026-04-05 21:05:00"},
            "Created at: “2026-04-05 21:05:00” is not a date and time with",
        ),
        ({"Created at": ""}, "Created at is blank"),
        ({"Paid at": "today"}, "Paid at: “today” is not a date"),
        ({"Currency": "EURO"}, "Currency: “EURO” is not a currency"),
        ({"Total": "30 USD"}, "Total: “30 USD” is not an amount of money in EUR"),
        ({"Total": "-30.00"}, "Total: “-30.00” is below zero"),
        ({"Shipping": "1.234", "Total": "12.50"}, "Shipping: “1.234” has more decimals than EUR knows"),
        ({"Lineitem quantity": "1.5"}, "Lineitem quantity: “1.5” is not a whole number of units"),
        ({"Lineitem quantity": ""}, "Lineitem quantity is blank"),
        (
            {"Lineitem price": "9000000000000.00", "Lineitem quantity": "1000"},
            "Lineitem price comes to more money than there can be",
        ),
    ],
)
def test_a_cell_that_cannot_be_believed_refuses_its_whole_order_and_no_other(
    cells: Cells, reason: str
) -> None:
    first = {**shopify_order(), **cells}
    parsed = read(shopify_order(**OTHER), first, shopify_line())

    assert [order.draft.number for order in parsed.orders] == ["#1000"]
    [(row, said, rows)] = refusals(parsed)
    assert (row, rows) == (3, 2)
    assert said.startswith(reason)


def test_a_row_that_may_be_anybodys_is_nobodys() -> None:
    nameless = shopify_order(Name="", Id="")

    assert refusals(read(nameless)) == [(2, "has neither a Name nor an Id", 1)]
    assert refusals(read(shopify_order(), nameless)) == [
        (3, "Name is blank, so it is not clear whose row this is", 2)
    ]


def test_an_unclear_amount_is_settled_by_the_others_or_refused() -> None:
    prices = {"Subtotal": "1.234", "Shipping": "0", "Taxes": "0", "Total": "1.234", "Lineitem price": "617"}

    assert "nothing else in the file tells which" in refusals(read(shopify_order(**prices)))[0][1]
    settled = read(shopify_order(**{**prices, "Lineitem price": "617,00"}))
    assert settled.orders[0].draft.total_minor == 123400


def test_what_is_destroyed_or_unknown_but_no_id_is_left_out_and_said() -> None:
    cells = {"Shipping Phone": "4.47E+11", "Shipping Zip": "1E+05", "Shipping Country": "Atlantis"}
    order = one(shopify_order(**cells))

    assert (order.draft.ship_to.phone, order.draft.ship_to.postcode, order.draft.ship_to.country) == (
        None,
    ) * 3
    assert len(order.remarks) == 3


def test_a_last_order_whose_lines_do_not_make_its_subtotal_may_have_been_cut_off() -> None:
    long = shopify_order(Subtotal="28.00", Total="38.00")

    assert not one(long, shopify_line()).doubts
    assert "may be cut off" in one(long).doubts[0].reason
    assert not read(long, shopify_order(**OTHER)).orders[0].doubts


def test_tax_may_be_told_in_parts_only() -> None:
    parts = {"Taxes": "", "Tax 1 Value": "3.00", "Tax 2 Value": "2.00"}

    assert one(shopify_order(**parts)).draft.tax_minor == 500
    assert one(shopify_order(Taxes="")).draft.tax_minor is None
    assert one(shopify_order(Taxes="0")).draft.tax_minor == 0
