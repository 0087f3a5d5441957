"""The API for web stores, version 1, and its own description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Response, current_app, jsonify, request, url_for

from oms.channels.webstore import said as words
from oms.channels.webstore import token_views
from oms.channels.webstore.answers import Level, OrderPage, ShownOrder, StockPage, Taken
from oms.channels.webstore.blueprint import Caller, api, bp, given, taken
from oms.channels.webstore.calls import SCOPES, Route
from oms.channels.webstore.describing import describe
from oms.channels.webstore.examples import CANCELLATION, CHANGE, ORDER, PAYMENT, REFUND
from oms.channels.webstore.manual import manual
from oms.channels.webstore.orders import to_draft
from oms.channels.webstore.queries import order_page, shown_order, stock_level, stock_page
from oms.channels.webstore.standing import Answer
from oms.channels.webstore.taking_orders import (
    take_cancellation,
    take_change,
    take_order,
    take_payment,
    take_refund,
)
from oms.web.auth import public
from oms.web.htmx import render
from oms.web.machines import for_machines
from oms.web.routes import does

__all__ = ["bp", "token_views"]

WRITE, READ, STOCK = "orders:write", "orders:read", "stock:read"


@bp.post("/api/v1/orders")
@api(
    WRITE,
    "Tell an order",
    "As soon as the customer has placed it, and again whenever you are not sure that it arrived: the same id is "
    "always the same order. Nothing is refused because it is short, unknown or oddly addressed; the answer says "
    "what the order waits for.",
    takes=words.Order,
    example=ORDER,
    gives={200: Taken, 201: Taken},
    keyed=True,
)
@does(take_order)
def tell(caller: Caller, said: words.Order) -> Response:
    return _taken(take_order(caller.channel_id, to_draft(said), said.changed_at, by=caller.by))


@bp.patch("/api/v1/orders/<order_id>")
@api(
    WRITE,
    "Change an order",
    "Another address, more or fewer of something, lines that come or go. What is too late, such as taking out "
    "what lies in a parcel, holds the order and asks a person of the shop.",
    named=words.OneOrder,
    takes=words.OrderChange,
    example=CHANGE,
    gives={200: Taken},
)
@does(take_change)
def change(caller: Caller, order_id: str, said: words.OrderChange) -> Response:
    return _taken(take_change(caller.channel_id, order_id, said, by=caller.by))


@bp.post("/api/v1/orders/<order_id>/cancellation")
@api(
    WRITE,
    "Cancel an order",
    "What was promised goes back on sale at once. Where some of it lies in a parcel already, the order is held and "
    "a person of the shop is asked; the headline says what became of it.",
    named=words.OneOrder,
    takes=words.Cancellation,
    example=CANCELLATION,
    gives={200: Taken},
    keyed=True,
)
@does(take_cancellation)
def cancel(caller: Caller, order_id: str, said: words.Cancellation) -> Response:
    return _taken(take_cancellation(caller.channel_id, order_id, said, by=caller.by))


@bp.post("/api/v1/orders/<order_id>/payments")
@api(
    WRITE,
    "Tell that an order is paid",
    "For orders that were told unpaid. It lets them go to the floor.",
    named=words.OneOrder,
    takes=words.Payment,
    example=PAYMENT,
    gives={200: Taken},
    keyed=True,
)
@does(take_payment)
def pay(caller: Caller, order_id: str, said: words.Payment) -> Response:
    return _taken(take_payment(caller.channel_id, order_id, said, by=caller.by))


@bp.post("/api/v1/orders/<order_id>/refunds")
@api(
    WRITE,
    "Tell that money went back",
    "It moves no stock. Cancel the order too, or change its lines, where less of it is to be sent.",
    named=words.OneOrder,
    takes=words.Refund,
    example=REFUND,
    gives={200: Taken},
    keyed=True,
)
@does(take_refund)
def refund(caller: Caller, order_id: str, said: words.Refund) -> Response:
    return _taken(take_refund(caller.channel_id, order_id, said, by=caller.by))


@bp.get("/api/v1/orders/<order_id>")
@api(
    READ,
    "What became of an order",
    "Where it stands, what it waits for, and the parcels that left with their tracking numbers.",
    named=words.OneOrder,
    gives={200: ShownOrder},
)
def order(caller: Caller, order_id: str) -> Response:
    return given(shown_order(caller.channel_id, order_id))


@bp.get("/api/v1/orders")
@api(
    READ,
    "All orders, or those that left lately",
    "By their ids, some at a time. Ask with sent_since every few minutes to learn what left: each answer says with "
    "as_of from when on to ask the next time.",
    asks=words.OrdersAsked,
    gives={200: OrderPage},
)
def orders(caller: Caller, asked: words.OrdersAsked) -> Response:
    return given(order_page(caller.channel_id, asked.after, asked.sent_since, asked.limit))


@bp.get("/api/v1/stock")
@api(
    STOCK,
    "How many of everything may be sold",
    "By name, some at a time.",
    asks=words.StockAsked,
    gives={200: StockPage},
)
def stock(caller: Caller, asked: words.StockAsked) -> Response:
    return given(stock_page(caller.channel_id, asked.after, asked.limit))


@bp.get("/api/v1/stock/<path:name>")
@api(
    STOCK,
    "How many of one thing may be sold",
    "By our SKU, or by your own name for it. A kit is as many as its parts allow.",
    named=words.OneName,
    gives={200: Level},
)
def level(caller: Caller, name: str) -> Response:
    return given(stock_level(caller.channel_id, name))


@bp.get("/api/v1/openapi.json")
@for_machines
def description() -> Response:
    return jsonify(describe(_routes()))


@bp.get("/api/v1/")
@public
def docs() -> Response:
    address = current_app.extensions["settings"].base_url or request.host_url
    return render("webstore/docs.html", manual=manual(_routes(), address), scopes=SCOPES)


def _taken(answer: dict[str, Any]) -> Response:
    response = taken(answer, repeated=not isinstance(answer, Answer))
    response.headers["Location"] = url_for(".order", order_id=answer["id"])
    return response


def _routes() -> Iterator[Route]:
    """The calls that there are, in the order in which they are declared."""
    for rule in current_app.url_map.iter_rules():
        call = getattr(current_app.view_functions[rule.endpoint], "call", None)
        if call is not None:
            method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
            yield Route(rule.endpoint.partition(".")[2], method, path, call)
