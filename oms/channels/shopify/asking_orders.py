"""An order as Shopify's API tells it, piece by piece, put together as it stands in a webhook."""

from __future__ import annotations

import json
from typing import Any

from oms.channels.shopify import questions
from oms.channels.shopify.graph import HALF, Graph, dig, listed, worded
from oms.channels.shopify.line_items import NEVER_LEFT
from oms.channels.shopify.values import gid
from oms.core.errors import Unreachable

Told = dict[str, Any]


def whole_order(graph: Graph, order_id: str) -> bytes | None:
    """The JSON text of it; None where there is none."""
    order = dig(graph.ask(questions.ORDER, id=order_id, after=None), "order")
    if order is None:
        return None
    if not isinstance(order, dict):
        raise Unreachable(HALF)
    order["line_items"] = _lines(graph, order_id, order.pop("lineItems", None))
    order["shipping_lines"] = listed(order, "shipping_lines", "nodes")
    order["fulfillments"] = [_fulfilment(graph, one) for one in listed(order, "fulfillments")]
    order["refunds"] = [_refund(graph, one) for one in listed(order, "refunds")]
    return json.dumps(order, ensure_ascii=False, default=str).encode()


def _lines(graph: Graph, order_id: str, first: Any) -> list[Told]:
    path, page = ("order", "lineItems"), dig(first, "pageInfo")
    return [*listed(first, "nodes"), *graph.further(questions.LINES, *path, page=page, id=order_id)]


def _fulfilment(graph: Graph, told: Told) -> Told:
    lines = fulfilled_lines(graph, told)
    return {**told, "line_items": lines}


def fulfilled_lines(graph: Graph, fulfilment: Told) -> list[Told]:
    """What left with it; nothing where it never did."""
    if worded(fulfilment, "status").casefold() in NEVER_LEFT:
        return []
    path = ("fulfillment", "fulfillmentLineItems")
    return list(graph.pages(questions.FULFILMENT, *path, id=worded(fulfilment, "id")))


def _refund(graph: Graph, told: Told) -> Told:
    refund_id = worded(told, "id")
    lines = graph.pages(questions.REFUND, "refund", "refundLineItems", id=refund_id)
    money = graph.pages(questions.TRANSACTIONS, "refund", "transactions", id=refund_id)
    return {**told, "refund_line_items": list(lines), "transactions": list(money)}


def order_gid(graph: Graph, external_id: str) -> str | None:
    """By its id, or by its number where the file that it came in had no ids. None where there is none, or two."""
    if external_id.isdigit():
        return gid("Order", external_id)
    name = json.dumps(external_id)
    found = listed(graph.ask(questions.BY_NAME, name=f"name:{name}"), "orders", "nodes")
    exactly = [worded(one, "id") for one in found if dig(one, "name") == external_id]
    return exactly[0] if len(exactly) == 1 else None
