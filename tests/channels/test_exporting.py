"""Every order as one line of JSON in the neutral model: what nobody told is null, never 0."""

from __future__ import annotations

import json
from typing import Any

from oms.channels.exporting import jsonl
from tests.channels.bringing import account, bring, file, order, read, take
from tests.channels.files import NEW_ORDERS, UNSHIPPED, amazon, amazon_item, shopify_line
from tests.channels.working import handed_over
from tests.shop import Shop

KEYS = [
    *("channel", "account", "external_id", "number", "placed_at", "paid_at", "cancelled_at", "promise_by"),
    *("currency", "total_minor", "shipping_minor", "tax_minor", "discount_minor", "buyer", "ship_to"),
    *("service", "note", "headline", "lines"),
]
LINE = [
    *("external_id", "sku", "title", "quantity", "cancelled", "shipped", "shipped_elsewhere"),
    *("unit_price_minor", "line_total_minor", "tax_minor", "discount_minor"),
]
SHIP_TO = ["name", "company", "line1", "line2", "line3", "city", "region", "postcode", "country", "phone"]
WHERE = {
    "recipient_name": "Bo Kim",
    "ship_address_1": "12 High Street",
    "ship_city": "Bath",
    "ship_postal_code": "BA1 1AA",
    "ship_country": "GB",
}


def exported(shop: Shop) -> list[dict[str, Any]]:
    with shop.inside():
        return [json.loads(line) for line in jsonl()]


def test_an_order_is_told_as_its_channel_told_it(shop: Shop) -> None:
    account(shop)
    bring(
        shop,
        order(Notes="Ring twice,\nplease", Shipping_Method="Express", Email="ana@example.org", Taxes="0.00"),
        shopify_line(Lineitem_sku="mug-unknown", Lineitem_discount="1.50"),
    )

    (told,) = exported(shop)

    assert list(told) == KEYS
    assert list(told["lines"][0]) == LINE
    assert (list(told["buyer"]), list(told["ship_to"])) == (["name", "email", "phone"], SHIP_TO)
    assert [told[key] for key in ("channel", "account", "external_id", "number")] == [
        "shopify",
        "nordlicht",
        "5550001001",
        "#1001",
    ]
    assert (told["placed_at"], told["paid_at"]) == ("2026-04-05T17:05:00+00:00", "2026-04-05T17:06:21+00:00")
    assert [told[key] for key in ("currency", "total_minor", "shipping_minor", "tax_minor")] == [
        *("EUR", 3000, 500, 0),
    ]
    assert (told["service"], told["note"], told["headline"]) == (
        "Express",
        "Ring twice,\nplease",
        "needs_you",
    )
    assert told["ship_to"]["country"] == "DE"
    assert told["lines"][1] == {
        "external_id": "2",
        "sku": "mug-unknown",
        "title": "Mug",
        "quantity": 1,
        "cancelled": 0,
        "shipped": 0,
        "shipped_elsewhere": 0,
        "unit_price_minor": 800,
        "line_total_minor": 800,
        "tax_minor": None,
        "discount_minor": 150,
    }


def test_what_a_report_does_not_tell_is_null(shop: Shop) -> None:
    account(shop, "amazon")
    take(shop, read(shop, amazon(amazon_item(**WHERE), columns=UNSHIPPED)))

    (told,) = exported(shop)

    unknown = (
        "currency",
        "total_minor",
        "shipping_minor",
        "tax_minor",
        "discount_minor",
        "cancelled_at",
        "note",
    )
    assert {told[key] for key in unknown} == {None}
    assert told["lines"][0]["unit_price_minor"] is told["lines"][0]["line_total_minor"] is None
    assert (told["ship_to"]["country"], told["ship_to"]["line2"]) == ("GB", None)
    assert told["lines"][0]["external_id"] == "01234567890123"


def test_a_price_that_does_not_divide_has_no_unit_price(shop: Shop) -> None:
    account(shop, "amazon")
    take(shop, read(shop, amazon(amazon_item(**WHERE), columns=NEW_ORDERS)))

    (line,) = exported(shop)[0]["lines"]

    assert (line["quantity"], line["line_total_minor"], line["unit_price_minor"]) == (3, 1000, None)


def test_the_quantity_is_what_was_ordered_whatever_became_of_it(shop: Shop) -> None:
    account(shop)
    shop.receive("LAMP", 5)
    bring(shop, order())
    handed_over(shop, "LAMP", "LAMP")

    (told,) = exported(shop)

    assert told["headline"] == "shipped"
    assert [told["lines"][0][key] for key in ("quantity", "cancelled", "shipped")] == [2, 0, 2]


def test_a_currency_without_decimals_has_none(shop: Shop) -> None:
    account(shop)
    bring(
        shop,
        order(
            Currency="JPY",
            Lineitem_price="1200",
            Subtotal="2400",
            Shipping="500",
            Taxes="0",
            Total="2900",
        ),
    )

    assert exported(shop)[0]["total_minor"] == 2900


def test_only_the_fact_of_a_payment_is_the_time_of_its_file(shop: Shop) -> None:
    account(shop)
    import_id = bring(shop, order(1001, Paid_at=""), order(1002, Financial_Status="pending", Paid_at=""))

    told = {line["number"]: line["paid_at"] for line in exported(shop)}

    assert told == {"#1001": file(shop, import_id).arrived_at.isoformat(), "#1002": None}


def test_the_same_database_gives_the_same_bytes(shop: Shop) -> None:
    account(shop)
    bring(shop, *(order(number) for number in range(1001, 1011)))
    with shop.inside():
        first = list(jsonl())
    with shop.inside():
        assert list(jsonl()) == first
    assert len(first) == 10


def test_more_orders_than_a_page_are_all_told(shop: Shop, monkeypatch: Any) -> None:
    monkeypatch.setattr("oms.channels.exporting.PAGE", 3)
    account(shop)
    bring(shop, *(order(number) for number in range(1001, 1008)))

    assert [told["number"] for told in exported(shop)] == [f"#{number}" for number in range(1001, 1008)]
