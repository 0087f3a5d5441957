"""WooCommerce: its REST API as a shop answers it, with the Shipment Tracking extension where it is installed."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from tests.channels.simulator.woocommerce_goods import Json, stamps
from tests.channels.simulator.woocommerce_shop import World

__all__ = ["World", "bp"]

bp = Blueprint("woocommerce", __name__)
V3 = "/wp-json/wc/v3"
TRACKING = "/wp-json/wc-shipment-tracking/v3"
PROVIDERS = {
    "Germany": {
        "Deutsche Post DHL": "https://dhl.example.org/%1$s",
        "DPD.de": "https://dpd.example.org/%1$s",
    },
    "United Kingdom": {
        "Royal Mail": "https://royalmail.example.org/%1$s",
        "EVRi": "https://evri.example.org/%1$s",
    },
    "United States": {"USPS": "https://usps.example.org/%1$s", "Fedex": "https://fedex.example.org/%1$s"},
}


def shop() -> World:
    return current_app.extensions["worlds"]["woocommerce"]


def problem(code: str, message: str, status: int) -> tuple[Response, int]:
    return jsonify({"code": code, "message": message, "data": {"status": status}}), status


@bp.before_request
def check_keys() -> tuple[Response, int] | None:
    if not request.path.startswith(f"/woocommerce{V3}/") and "/orders/" not in request.path:
        return None
    wanted = base64.b64encode(f"{shop().key}:{shop().secret}".encode()).decode()
    if hmac.compare_digest(request.headers.get("Authorization", ""), f"Basic {wanted}"):
        return None
    return problem("woocommerce_rest_cannot_view", "Sorry, you cannot list resources.", 401)


@bp.get("/wp-json/")
def index() -> Response:
    spaces = ["wp/v2", "wc/v3", *(["wc-shipment-tracking/v3"] if shop().has_tracking else [])]
    return jsonify({"name": shop().name, "url": "https://shop.example.org", "namespaces": spaces})


def paged(things: Iterable[Json]) -> Response:
    """Newest first unless it is asked otherwise, ten on a page unless more are asked for."""
    found = sorted(things, key=lambda one: one["id"], reverse=request.args.get("order", "desc") == "desc")
    size, page = request.args.get("per_page", 10, int), request.args.get("page", 1, int)
    answer = jsonify(found[(page - 1) * size : page * size])
    answer.headers["X-WP-Total"] = str(len(found))
    answer.headers["X-WP-TotalPages"] = str(-(-len(found) // size))
    return answer


@bp.get(f"{V3}/orders")
def orders() -> Any:
    if not 1 <= request.args.get("per_page", 10, int) <= 100:
        return problem("rest_invalid_param", "Invalid parameter(s): per_page", 400)
    after = request.args.get("modified_after", "")
    clock = "date_modified_gmt" if request.args.get("dates_are_gmt") == "true" else "date_modified"
    return paged(one for one in shop().orders.values() if one["status"] != "trash" and one[clock] > after)


def known(things: dict[int, Json], number: int, what: str) -> Any:
    return things.get(number) or problem(f"woocommerce_rest_{what}_invalid_id", "Invalid ID.", 404)


@bp.get(f"{V3}/orders/<int:number>")
def order(number: int) -> Any:
    return known(shop().orders, number, "shop_order")


@bp.put(f"{V3}/orders/<int:number>")
def change_order(number: int) -> Any:
    found = known(shop().orders, number, "shop_order")
    if isinstance(found, tuple):
        return found
    told = request.get_json()
    done = stamps(shop().moment(), "completed") if told.get("status") == "completed" else {}
    return shop().change(number, **told, **done)


@bp.get(f"{V3}/orders/<int:number>/refunds")
def refunds(number: int) -> Any:
    return paged(shop().refunds.get(number, []))


def of_order(kept: str, add: Callable[[Json], Json], number: int) -> Any:
    """A list that hangs on an order, or one thing more in it."""
    found = known(shop().orders, number, "shop_order")
    if isinstance(found, tuple):
        return found
    listed = getattr(shop(), kept).setdefault(number, [])
    if request.method == "GET":
        return jsonify(listed)
    listed.append(add(request.get_json()))
    return listed[-1], 201


@bp.route(f"{V3}/orders/<int:number>/notes", methods=["GET", "POST"])
def notes(number: int) -> Any:
    return of_order("notes", lambda told: {"id": shop().next_id(), "customer_note": False, **told}, number)


@bp.get(f"{TRACKING}/shipment-trackings/providers")
def providers() -> Any:
    return PROVIDERS if shop().has_tracking else problem("rest_no_route", "No route was found.", 404)


@bp.route(f"{TRACKING}/orders/<int:number>/shipment-trackings", methods=["GET", "POST"])
def trackings(number: int) -> Any:
    if not shop().has_tracking:
        return problem("rest_no_route", "No route was found.", 404)
    told = request.get_json(silent=True) or {}
    if request.method == "POST" and not told.get("tracking_number"):
        return problem("rest_missing_callback_param", "Missing parameter(s): tracking_number", 400)
    return of_order("trackings", lambda told: {"tracking_id": f"tr{shop().next_id()}", **told}, number)


@bp.get(f"{V3}/products")
def products() -> Any:
    sku = request.args.get("sku")
    found = (one for one in shop().products.values() if not one["parent_id"] and sku in {None, one["sku"]})
    return paged(found)


@bp.get(f"{V3}/products/<int:parent>/variations")
def variations(parent: int) -> Any:
    return paged(one for one in shop().products.values() if one["parent_id"] == parent)


@bp.put(f"{V3}/products/<int:number>")
def change_product(number: int) -> Any:
    return changed(number, 0, request.get_json())


@bp.put(f"{V3}/products/<int:parent>/variations/<int:number>")
def change_variation(parent: int, number: int) -> Any:
    return changed(number, parent, request.get_json())


@bp.post(f"{V3}/products/batch")
def change_products() -> Any:
    return batch(0)


@bp.post(f"{V3}/products/<int:parent>/variations/batch")
def change_variations(parent: int) -> Any:
    found = known(shop().products, parent, "product")
    return found if isinstance(found, tuple) else batch(parent)


def changed(number: int, parent: int, told: Json) -> Any:
    found = shop().products.get(number)
    if found is None or found["parent_id"] != parent:
        return problem("woocommerce_rest_product_invalid_id", "Invalid ID.", 404)
    found.update({name: value for name, value in told.items() if name != "id"})
    return found


def batch(parent: int) -> Any:
    """Each by itself: one that is not there spoils nothing for the others."""
    updates = request.get_json()["update"]
    if len(updates) > 100:
        return problem(
            "woocommerce_rest_request_entity_too_large", "Unable to accept more than 100 items.", 413
        )
    answers = [(told["id"], changed(told["id"], parent, told)) for told in updates]
    return {
        "update": [
            {"id": number, "error": answer[0].get_json()} if isinstance(answer, tuple) else answer
            for number, answer in answers
        ]
    }
