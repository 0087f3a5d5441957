"""A file is read by what was said about its columns: every row is an order's, ignored, or refused."""

from __future__ import annotations

from typing import Any

import pytest

from oms.channels.columns.meaning import Column, Meaning, guess
from oms.channels.columns.parsing import format_of
from oms.channels.parsed import ParsedFile
from oms.channels.recognising import read_file
from oms.reading.problems import UnreadableFile

HEADER = "Order;Date;Article;Name;Qty;Price;Total;Post;To;Street;ZIP;Town;Country;Mail;State"
COLUMNS = {
    "number": "Order",
    "placed_at": "Date",
    "sku": "Article",
    "title": "Name",
    "quantity": "Qty",
    "unit_price": "Price",
    "total": "Total",
    "shipping": "Post",
    "name": "To",
    "line1": "Street",
    "postcode": "ZIP",
    "city": "Town",
    "country": "Country",
    "email": "Mail",
    "paid": "State",
}
MEANING = Meaning(COLUMNS, days="day-first", currency="EUR", paid="column")
LAMP = "0071;26/11/2026;LAMP;Desk Lamp;2;20,00;65,00;5,00;Ana;Große Str. 5;50667;Köln;DE;ana@example.org;yes"
MUG = "0071;26/11/2026;MUG;Mug;1;20,00;65,00;;;;;;;;"


def read(*rows: str, meaning: Meaning = MEANING, header: str = HEADER) -> ParsedFile:
    known = format_of("columns-1", "other", meaning, header.split(";"))
    return read_file("\n".join([header, *rows, ""]).encode(), mapped=[known])


def only(parsed: ParsedFile) -> Any:
    (order,) = parsed.orders
    return order.draft


def test_rows_of_one_order_are_its_lines() -> None:
    parsed = read(LAMP, MUG)
    order = only(parsed)

    assert (order.external_id, order.number, order.placed_at.isoformat()) == ("0071", "0071", "2026-11-26")
    assert [(line.sku, line.quantity, line.line_total_minor) for line in order.lines] == [
        ("LAMP", 2, 4000),
        ("MUG", 1, 2000),
    ]
    assert (order.currency, order.total_minor, order.shipping_minor, order.reconciles) == (
        "EUR",
        6500,
        500,
        True,
    )
    assert (order.ship_to.name, order.ship_to.city, order.ship_to.country) == ("Ana", "Köln", "DE")
    assert order.buyer.email == "ana@example.org"
    assert (order.paid, parsed.accounted_rows, parsed.rows) == (True, 2, 2)


def test_rows_of_one_order_may_stand_apart() -> None:
    other = LAMP.replace("0071", "0072")

    parsed = read(LAMP, other, MUG)

    assert [(order.draft.number, order.rows) for order in parsed.orders] == [("0071", 2), ("0072", 1)]


def test_totals_that_do_not_reconcile_are_flagged_and_kept() -> None:
    order = only(read(LAMP.replace("65,00", "70,00")))

    assert (order.total_minor, order.reconciles) == (7000, False)


def test_rows_that_tell_two_totals_ask_a_person() -> None:
    parsed = read(LAMP, MUG.replace("65,00", "70,00"))
    (order,) = parsed.orders

    assert order.draft.total_minor is None
    assert [doubt.reason for doubt in order.doubts] == ["Total differs between the rows of this order"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            LAMP.replace("26/11/2026", "2026-11-26"),
            "Date: “2026-11-26” is not written like 25/11/2026: day first",
        ),
        (LAMP.replace(";2;", ";two;"), "Qty: “two” is not a whole number of units"),
        (LAMP.replace("0071;", ";"), "Order is blank"),
        (LAMP.replace("0071;", "8.2E+17;"), "Order: “8.2E+17” was a number until a spreadsheet rounded it"),
        (LAMP + ";more", "the row has more cells than the header has columns"),
    ],
)
def test_a_row_that_cannot_be_believed_is_refused_with_the_reason(row: str, reason: str) -> None:
    parsed = read(row)

    (refused,) = parsed.refused
    assert refused.reason.startswith(reason)
    assert (len(parsed.orders), parsed.accounted_rows) == (0, 1)


def test_nothing_wanted_is_ignored() -> None:
    parsed = read(LAMP.replace(";2;", ";0;"))

    assert [note.reason for note in parsed.ignored] == ["nothing of it is wanted: its quantities are 0"]


@pytest.mark.parametrize(("state", "paid"), [("yes", True), ("26/11/2026", True), ("no", False), ("", False)])
def test_a_column_says_what_is_paid(state: str, paid: bool) -> None:
    assert only(read(LAMP.removesuffix("yes") + state)).paid is paid


def test_without_such_a_column_a_person_said_it_for_all() -> None:
    without = {code: name for code, name in COLUMNS.items() if code != "paid"}

    assert only(read(LAMP, meaning=Meaning(without, "day-first", "EUR", "no"))).paid is False
    assert only(read(LAMP, meaning=Meaning(without, "day-first", "EUR", "yes"))).paid is True


def test_without_a_currency_amounts_are_unknown() -> None:
    order = only(read(LAMP, meaning=Meaning(COLUMNS, "day-first", "", "column")))

    assert (order.currency, order.total_minor, order.lines[0].unit_price_minor) == (None, None, None)


def test_a_line_without_a_sku_goes_by_its_name() -> None:
    assert only(read(LAMP.replace("LAMP", ""))).lines[0].sku == "Desk Lamp"


def test_a_header_that_nobody_explained_is_not_read() -> None:
    with pytest.raises(UnreadableFile, match="of no known kind"):
        read_file(f"{HEADER}\n{LAMP}\n".encode())


def test_what_is_lacking_is_said() -> None:
    assert Meaning({"number": "Order"}).faults() == [
        "Say which column tells how many.",
        "Say which column has the SKU, or at least the name of the item.",
        "Say which column tells when it was ordered.",
    ]
    assert Meaning(COLUMNS, "", "EUR", "yes").faults() == ["Say how the dates are written."]
    assert MEANING.faults() == []


def test_names_that_everybody_uses_are_proposed_once() -> None:
    columns = [Column(name) for name in ("Order_Number", "Qty", "Item SKU", "E-Mail", "Order", "Colour")]

    assert guess(columns) == {
        "number": "Order_Number",
        "quantity": "Qty",
        "sku": "Item SKU",
        "email": "E-Mail",
    }
