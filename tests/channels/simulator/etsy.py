"""Etsy: its tokens, its receipts page by page, the tracking of parcels, and its listings with their inventory."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from tests.channels.simulator.etsy_shop import Json, World

__all__ = ["World", "bp"]

bp = Blueprint("etsy", __name__)
V3 = "/v3/application"
Answer = Response | tuple[Response, int]
CARRIERS = {"usps", "ups", "dhl", "royal-mail", "dpd", "hermes", "other"}


def shop() -> World:
    return current_app.extensions["worlds"]["etsy"]


def problem(status: int, error: str, description: str = "") -> tuple[Response, int]:
    told = {"error": error} | ({"error_description": description} if description else {})
    return jsonify(told), status


@bp.before_request
def check_keys() -> Answer | None:
    if not request.path.startswith(f"/etsy{V3}/"):
        return None
    if request.headers.get("x-api-key") != f"{shop().keystring}:{shop().shared_secret}":
        return problem(403, "API key not found or not active.")
    if request.headers.get("Authorization", "").removeprefix("Bearer ") not in shop().tokens:
        return problem(401, "invalid_token", "access token is expired")
    if shop().per_day <= 0:
        answer = jsonify({"error": "Exceeded quota."})
        answer.headers["retry-after"] = "3600"
        return answer, 429
    shop().per_day -= 1
    return None


@bp.post("/v3/public/oauth/token")
def token() -> Answer:
    if request.form.get("client_id") != shop().keystring:
        return problem(400, "invalid_client", "unknown client")
    if request.form.get("refresh_token") not in shop().refresh_tokens:
        return problem(400, "invalid_grant", "refresh_token is revoked")
    word, newer = f"7001.{secrets.token_hex(8)}", f"7001.refresh.{secrets.token_hex(8)}"
    shop().tokens.add(word)
    shop().refresh_tokens.add(newer)
    shop().lent += 1
    return jsonify({"access_token": word, "token_type": "Bearer", "expires_in": 3600, "refresh_token": newer})


@bp.get(f"{V3}/shops/<int:shop_id>")
def one_shop(shop_id: int) -> Answer:
    if shop_id != shop().shop_id:
        return problem(404, "Shop not found")
    return jsonify({"shop_id": shop_id, "shop_name": shop().name})


def page(found: list[Any]) -> Response:
    limit, offset = request.args.get("limit", 25, int), request.args.get("offset", 0, int)
    return jsonify({"count": len(found), "results": found[offset : offset + min(limit, 100)]})


@bp.get(f"{V3}/shops/<int:shop_id>/receipts")
def receipts(shop_id: int) -> Answer:
    if shop_id != shop().shop_id:
        return problem(403, "You do not own this shop.")
    after = request.args.get("min_last_modified", 0, int)
    clock = "updated_timestamp" if request.args.get("sort_on") == "updated" else "created_timestamp"
    is_down = request.args.get("sort_order", "desc") in {"desc", "descending", "down"}
    found = [one for one in shop().receipts.values() if one["updated_timestamp"] >= after]
    return page(sorted(found, key=lambda one: (one[clock], one["receipt_id"]), reverse=is_down))


@bp.get(f"{V3}/shops/<int:shop_id>/receipts/<int:receipt_id>")
def receipt(shop_id: int, receipt_id: int) -> Answer:
    found = shop().receipts.get(receipt_id) if shop_id == shop().shop_id else None
    return jsonify(found) if found else problem(404, "Receipt not found")


@bp.post(f"{V3}/shops/<int:shop_id>/receipts/<int:receipt_id>/tracking")
def tracking(shop_id: int, receipt_id: int) -> Answer:
    """A carrier that Etsy does not know loses the number; within the United States a number is needed."""
    found = shop().receipts.get(receipt_id) if shop_id == shop().shop_id else None
    if found is None:
        return problem(404, "Receipt not found")
    told: Json = request.get_json()
    number, carrier = told.get("tracking_code"), told.get("carrier_name")
    if not number and found["country_iso"] in {"US", "IN"}:
        return problem(400, "A tracking number is required")
    shop().ship(found, carrier, number if carrier in CARRIERS else None)
    return jsonify(found)


@bp.get(f"{V3}/shops/<int:shop_id>/listings")
def listings(shop_id: int) -> Answer:
    if shop_id != shop().shop_id:
        return problem(403, "You do not own this shop.")
    state, with_inventory = request.args.get("state", "active"), request.args.get("includes") == "Inventory"
    found = [listing for listing in shop().listings.values() if listing["state"] == state]
    return page([listed(listing, with_inventory=with_inventory) for listing in found])


def listed(listing: Json, *, with_inventory: bool) -> Json:
    told = {name: listing[name] for name in ("listing_id", "title", "state")}
    return told | ({"inventory": {"products": listing["products"]}} if with_inventory else {})


@bp.get(f"{V3}/listings/<int:listing_id>/inventory")
def inventory(listing_id: int) -> Answer:
    found = shop().listings.get(listing_id)
    return jsonify({"products": found["products"]}) if found else problem(404, "Listing not found")
