"""Recorded stories of a channel: what happened to some orders over there, and every event that told of it, in order.

Each is told by a seed, so that the same story can be told again, in any other way.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.channels.hooks import Event
from tests.channels.lives import BEGIN, Life


@dataclass
class Story:
    """`last` is each order as the channel would give it in the end, to whoever asks."""

    events: list[Event] = field(default_factory=list)
    last: dict[str, dict[str, Any]] = field(default_factory=dict)


def tell(kind: str, seed: int, orders: int = 8, changes: int = 5) -> Story:
    """The lives of so many orders, as their channel tells them one after the other."""
    story, random = Story(), Random(seed)
    for number in range(1001, 1001 + orders):
        life = Life(number, random, BEGIN + timedelta(minutes=number))
        events = TELLING[kind](life, changes)
        for topic, told in events:
            story.events.append(Event(kind, topic, deepcopy(told), f"{number}-{len(story.events)}"))
            if "line_items" in told:
                story.last[str(told["id"])] = deepcopy(told)
    return story


def _shopify(life: Life, changes: int) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "orders/create", _shopify_order(life)
    for _ in range(life.random.randint(1, changes)):
        act = life.go_on()
        if act == "refund":
            yield "refunds/create", _shopify_refund(life, len(life.back) - 1)
        yield {"pay": "orders/paid"}.get(act, "orders/updated"), _shopify_order(life)
        if life.random.random() < 0.3:
            yield "orders/updated", _shopify_order(life)
    if life.random.random() < 0.25:
        life.cancel()
        yield "orders/cancelled", _shopify_order(life)


def _shopify_order(life: Life) -> dict[str, Any]:
    lines = [
        {**line, "name": line["sku"].title(), "price": "10.00", "current_quantity": line["quantity"]}
        for line in life.lines
    ]
    return {
        "id": 5_550_000_000 + life.number,
        "name": f"#{life.number}",
        "created_at": (BEGIN + timedelta(minutes=life.number)).isoformat(),
        "updated_at": life.moment.isoformat(),
        "cancelled_at": life.cancelled_at and life.cancelled_at.isoformat(),
        "currency": "EUR",
        "financial_status": "paid" if life.paid_at else "pending",
        "total_price": f"{life.total}.00",
        "note": life.note,
        "email": "ana@example.org",
        "shipping_address": {
            "name": "Ana Pereira",
            "address1": life.street,
            "city": "Köln",
            "zip": "50667",
            "country_code": "DE",
        },
        "line_items": lines,
        "refunds": [_shopify_refund(life, turn) for turn in range(len(life.back))],
    }


def _shopify_refund(life: Life, turn: int) -> dict[str, Any]:
    money = {"kind": "refund", "status": "success", "amount": f"{life.back[turn]}.00", "currency": "EUR"}
    return {
        "id": life.number * 100 + turn,
        "order_id": 5_550_000_000 + life.number,
        "processed_at": (BEGIN + timedelta(days=1, minutes=life.number, seconds=turn)).isoformat(),
        "refund_line_items": [],
        "transactions": [money],
    }


def _woocommerce(life: Life, changes: int) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "order.created", _woocommerce_order(life)
    for _ in range(life.random.randint(1, changes)):
        life.go_on()
        yield "order.updated", _woocommerce_order(life)
        if life.random.random() < 0.3:
            yield "order.updated", _woocommerce_order(life)
    if life.random.random() < 0.4:
        life.cancel()
        yield "order.updated", _woocommerce_order(life)
        if life.random.random() < 0.4:
            life.cancelled_at = None
            life.go_on()
            yield "order.updated", _woocommerce_order(life)


def _woocommerce_order(life: Life) -> dict[str, Any]:
    place = {"first_name": "Ana", "last_name": "Pereira", "address_1": life.street, "city": "Köln"}
    place |= {"postcode": "50667", "country": "DE"}
    status = "cancelled" if life.cancelled_at else "processing" if life.paid_at else "on-hold"
    return {
        "id": life.number,
        "number": str(life.number),
        "status": status,
        "currency": "EUR",
        "prices_include_tax": True,
        "date_created_gmt": _gmt(BEGIN + timedelta(minutes=life.number)),
        "date_modified_gmt": _gmt(life.moment),
        "date_paid_gmt": life.paid_at and _gmt(life.paid_at),
        "total": f"{life.total}.00",
        "total_tax": "0.00",
        "shipping_total": "0.00",
        "customer_note": life.note,
        "transaction_id": f"ch_{life.number}" if life.paid_at else "",
        "billing": place | {"email": "ana@example.org"},
        "shipping": place,
        "line_items": [_woocommerce_line(line) for line in life.lines],
        "refunds": [
            {"id": life.number * 100 + turn, "total": f"-{amount}.00", "line_items": []}
            for turn, amount in enumerate(life.back)
        ],
    }


def _woocommerce_line(line: dict[str, Any]) -> dict[str, Any]:
    total = {"subtotal": f"{line['quantity'] * 10}.00", "total": f"{line['quantity'] * 10}.00"}
    return {**line, "name": line["sku"].title(), "subtotal_tax": "0.00", "total_tax": "0.00", **total}


def _gmt(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat()


TELLING = {"shopify": _shopify, "woocommerce": _woocommerce}
