"""eBay: the parts of its REST API that a seller's shop talks to, with its tokens and its answers in halves."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, jsonify, request

from tests.channels.simulator.ebay_goods import Json
from tests.channels.simulator.ebay_shop import World

__all__ = ["World", "bp"]

bp = Blueprint("ebay", __name__)
ORDERS = "/sell/fulfillment/v1/order"
INVENTORY = "/sell/inventory/v1"
CHANGED = re.compile(r"lastmodifieddate:\[(?P<since>[0-9T:.-]+Z)\.\.(?P<until>[0-9T:.-]*Z?)\]")


def account() -> World:
    return current_app.extensions["worlds"]["ebay"]


def error(status: int, number: int, message: str) -> tuple[Response, int]:
    return jsonify({"errors": [{"errorId": number, "domain": "API", "message": message}]}), status


@bp.before_request
def check_token() -> tuple[Response, int] | None:
    if request.path.endswith("/oauth2/token"):
        return None
    lent_for = account().tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
    is_key = "/public_key/" in request.path
    if lent_for is None or (lent_for == "application") != is_key:
        return error(401, 1001, "Invalid access token")
    return None


@bp.post("/identity/v1/oauth2/token")
def lend() -> Any:
    world, form = account(), request.form
    wanted = base64.b64encode(f"{world.client_id}:{world.client_secret}".encode()).decode()
    if request.headers.get("Authorization") != f"Basic {wanted}":
        return jsonify({"error": "invalid_client", "error_description": "client authentication failed"}), 401
    whose = {"refresh_token": "seller", "client_credentials": "application"}.get(form.get("grant_type", ""))
    if whose is None or (whose == "seller" and form.get("refresh_token") != world.refresh_token):
        return jsonify({"error": "invalid_grant", "error_description": "the refresh token is invalid"}), 400
    token = f"v^1.1#{uuid.uuid4().hex}"
    world.tokens[token] = whose
    return jsonify({"access_token": token, "expires_in": 7200, "token_type": "User Access Token"})


def paged(name: str, things: Iterable[Json], address: str) -> Response:
    """Its links are whole addresses for orders, and begin with a stroke for items."""
    world, found = account(), list(things)
    asked = request.args.get("limit", 50, int)
    size, start = min(asked, world.page or asked), request.args.get("offset", 0, int)
    page: Json = {name: found[start : start + size], "total": len(found), "limit": size, "offset": start}
    if start + size < len(found):
        query = {**request.args.to_dict(), "limit": str(size), "offset": str(start + size)}
        page["next"] = f"{address}?{urlencode(query)}"
    return jsonify(page)


@bp.get(ORDERS)
def orders() -> Any:
    world, told = account(), request.args.get("filter")
    found = CHANGED.fullmatch(told or "")
    if told and not found:
        return error(400, 30700, "Invalid filter")
    since, until = (found["since"], found["until"] or "9999") if found else ("", "9999")
    things = [one for one in world.orders.values() if since <= one["lastModifiedDate"] <= until]
    return paged("orders", things, request.base_url)


@bp.get(f"{ORDERS}/<order_id>")
def order(order_id: str) -> Any:
    found = account().orders.get(order_id)
    return jsonify(found) if found else error(404, 32100, "Invalid order ID")


@bp.get(f"{ORDERS}/<order_id>/shipping_fulfillment")
def parcels(order_id: str) -> Any:
    if order_id not in account().orders:
        return error(404, 32100, "Invalid order ID")
    found = account().parcels.get(order_id, [])
    return jsonify({"fulfillments": found, "total": len(found)})


@bp.post(f"{ORDERS}/<order_id>/shipping_fulfillment")
def send(order_id: str) -> Any:
    world, told = account(), request.get_json()
    found = world.orders.get(order_id)
    if found is None:
        return error(404, 32100, "Invalid order ID")
    known = {line["lineItemId"]: line["quantity"] for line in found["lineItems"]}
    if not told.get("lineItems") or any(line["lineItemId"] not in known for line in told["lineItems"]):
        return error(400, 32110, "Invalid line item ID")
    number = told.get("trackingNumber")
    if (number is None) != (told.get("shippingCarrierCode") is None):
        return error(400, 32310, "Both the tracking number and the carrier are needed")
    if number is not None and not number.isalnum():
        return error(400, 32315, "The tracking number may have letters and digits only")
    answer = Response(status=201)
    answer.headers["Location"] = f"{request.base_url}/{world.send(order_id, told)}"
    return answer


@bp.get(f"{INVENTORY}/inventory_item")
def items() -> Response:
    told = [
        {
            "sku": one["sku"],
            "product": {"title": one["title"]},
            "condition": "NEW",
            "availability": {"shipToLocationAvailability": {"quantity": one["stock"]}},
        }
        for one in account().items.values()
    ]
    return paged("inventoryItems", told, f"{INVENTORY}/inventory_item")


@bp.post(f"{INVENTORY}/bulk_update_price_quantity")
def set_quantities() -> Any:
    wanted = request.get_json().get("requests", [])
    if not 1 <= len(wanted) <= 25:
        return error(400, 25709, "Between 1 and 25 requests are allowed")
    told = [_set(one["sku"], one["shipToLocationAvailability"]["quantity"]) for one in wanted]
    return jsonify({"responses": told}), 207 if any(one["statusCode"] != 200 for one in told) else 200


def _set(sku: str, quantity: int) -> Json:
    world = account()
    if sku in world.refuses:
        return {"sku": sku, **world.refuses[sku]}
    if sku not in world.items:
        missing = {
            "errorId": 25702,
            "message": f"{sku} could not be found or is not available in the system.",
        }
        return {"sku": sku, "statusCode": 404, "errors": [missing]}
    world.items[sku]["stock"] = quantity
    return {"sku": sku, "statusCode": 200, "errors": [], "warnings": []}


@bp.get("/commerce/notification/v1/public_key/<key_id>")
def public_key(key_id: str) -> Any:
    key = account().key
    return jsonify(key.shown()) if key.key_id == key_id else error(404, 195002, "Invalid or missing key id")
