"""Exports that shops make with plugins: the same order as the API tells, as far as the file knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from oms.channels.recognising import read_file
from oms.channels.woocommerce.parsing import BY_ITEM_LABEL, BY_ORDER_LABEL
from oms.orders.drafts import PaymentDraft
from oms.reading.problems import UnreadableFile
from tests.channels.woocommerce import messages
from tests.channels.woocommerce.exports import (
    BOTH,
    BY_ITEM,
    BY_ORDER,
    LAMP_CELL,
    PRODUCT_ITEMS,
    WITHOUT_IDS,
    Cells,
    item,
    one,
    order,
    whole,
    written,
)


def test_rows_of_items_become_the_order_that_the_api_tells() -> None:
    found, api = one(*BOTH).draft, messages.draft()

    assert [replace(line, known_as=()) for line in found.lines] == [
        replace(line, known_as=()) for line in api.lines
    ]
    assert found.buyer == replace(api.buyer, region=None)
    assert found.ship_to == replace(api.ship_to, company=None, line2=None)
    names = (
        "external_id",
        "currency",
        "total_minor",
        "shipping_minor",
        "tax_minor",
        "discount_minor",
        "paid",
    )
    assert [getattr(found, name) for name in names] == [getattr(api, name) for name in names]
    assert (found.reconciles, found.prices_include_tax, found.kept_back) == (True, None, None)


def test_a_row_with_all_items_becomes_the_same_order_and_its_lines_meet_those_of_the_api() -> None:
    found, api = order(), messages.draft()

    assert [line.external_id for line in found.lines] == [line.known_as[0] for line in api.lines]
    assert [
        (line.sku, line.quantity, line.line_total_minor, line.discount_minor) for line in found.lines
    ] == [(line.sku, line.quantity, line.line_total_minor, line.discount_minor) for line in api.lines]
    assert [line.tax_minor for line in found.lines] == [line.tax_minor for line in api.lines]
    assert [line.title for line in found.lines] == ["Desk Lamp | Brass", "Mug", "Gift wrap"]
    assert (found.total_minor, found.service, found.reconciles) == (6938, "DHL Express", True)


def test_only_the_day_is_believed_of_a_clock_that_does_not_say_where_it_is() -> None:
    found = order()

    assert found.placed_at.isoformat() == (found.paid_at or found.placed_at).isoformat() == "2026-11-21"
    assert found.placed_at == datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_items_over_several_columns_are_read_too() -> None:
    cells = {
        "Product Item 1 Name": "Desk Lamp",
        "Product Item 1 id": "71",
        "Product Item 1 SKU": "00712",
        "Product Item 1 Quantity": "3",
        "Product Item 1 Total": "45.00",
        "Product Item 1 Subtotal": "50.00",
    }
    columns = (*(name for name in BY_ORDER if not name.startswith("line_item")), *PRODUCT_ITEMS)
    lamp, _ = one(whole() | cells, columns=columns).draft.lines

    assert (lamp.sku, lamp.quantity, lamp.line_total_minor, lamp.discount_minor) == ("00712", 3, 5000, 500)


def test_rows_without_item_ids_count_them_and_name_no_variation() -> None:
    lamp, mug, _ = one(*BOTH, columns=WITHOUT_IDS).draft.lines

    assert [(line.external_id, line.sku) for line in (lamp, mug)] == [("1", "00712"), ("2", None)]


def test_a_product_that_was_deleted_has_no_name() -> None:
    assert one(item(item_sku="unknown_product", item_product_id="0")).draft.lines[0].sku is None


def test_amounts_that_nobody_rounded_are_rounded_as_on_the_shops_pages() -> None:
    found = order(shipping_total="4.8961", line_item_1=LAMP_CELL.replace("50.00", "49.995"))

    assert (found.shipping_minor, found.lines[0].line_total_minor) == (490, 5000)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (True, "2026-11-21", None, ["charge"])),
        ({"paid_date": "", "payment_method": "cod"}, (False, None, True, [])),
        ({"paid_date": "", "status": "on-hold"}, (False, None, None, [])),
        ({"paid_date": "", "status": "completed"}, (None, None, True, [])),
    ],
)
def test_the_day_of_payment_says_whether_it_is_paid(changes: Cells, expected: tuple[Any, ...]) -> None:
    found = order(**changes)

    paid_at = found.paid_at and found.paid_at.isoformat()
    assert (found.paid, paid_at, found.ships_unpaid, [p.kind for p in found.payments]) == expected


def test_without_such_a_day_what_is_processing_is_paid_unless_it_is_at_the_door() -> None:
    paid, cod = one(item()).draft, one(item(payment_method="cod")).draft

    assert (paid.paid, paid.paid_at, cod.paid, cod.ships_unpaid) == (True, None, False, True)


def test_what_was_refunded_is_told_in_units_and_in_money() -> None:
    refunds = "id:9002|date:2026-11-22 10:00:00|amount:10.00|reason:;id:9001|date:2026-11-22 09:00:00|amount:5.50|reason:x"
    found = one(item(item_refunded_qty="-2", refunds=refunds, refunded_total="15.50")).draft

    assert (found.lines[0].quantity, found.lines[0].cancelled) == (3, 2)
    assert found.payments[1:] == (
        PaymentDraft("refund", 550, None, "9001"),
        PaymentDraft("refund", 1000, None, "9002"),
    )
    assert one(item(refunded_total="3.00")).draft.payments[1] == PaymentDraft("refund", 300, None)


@pytest.mark.parametrize(
    ("content", "label"),
    [
        (written(BOTH, BY_ITEM), BY_ITEM_LABEL),
        (written([whole()], BY_ORDER), BY_ORDER_LABEL),
        (written([whole()], BY_ORDER).decode().replace(",", ";").encode("utf-8-sig"), BY_ORDER_LABEL),
    ],
)
def test_an_export_is_known_by_its_columns(content: bytes, label: str) -> None:
    assert read_file(content).label == label


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (
            "Date,Order #,N. Revenue (formatted),Status,Customer,Product(s),Items sold",
            "a WooCommerce analytics file",
        ),
        ("order_id,order_number,order_date,status,line_items,shipping_items", "choose “One row per item”"),
    ],
)
def test_a_file_without_what_is_needed_is_told_what_it_is(header: str, sentence: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_file(f"{header}\n1,2,3\n".encode(), channel="woocommerce")

    assert sentence in refusal.value.sentence
