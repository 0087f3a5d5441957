"""Amazon: its tokens, its orders, the confirmation of shipments, its listings and how many of each there are."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from tests.channels.simulator.amazon_shop import Json, World

__all__ = ["World", "bp"]

bp = Blueprint("amazon", __name__)
Answer = Response | tuple[Response, int] | tuple[str, int]
SHIP_DATE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z")


def account() -> World:
    return current_app.extensions["worlds"]["amazon"]


def problem(code: str, message: str, status: int = 400) -> tuple[Response, int]:
    return jsonify({"errors": [{"code": code, "message": message, "details": ""}]}), status


def quota(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Refuses a token that was never lent, and who asks too often."""

    def limited(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def asked(**told: Any) -> Any:
            if request.headers.get("x-amz-access-token") not in account().tokens:
                return problem("Unauthorized", "Access to requested resource is denied.", 403)
            if not account().quotas[name].take():
                return problem("QuotaExceeded", "You exceeded your quota for the requested resource.", 429)
            answer = current_app.make_response(view(**told))
            answer.headers["x-amzn-RateLimit-Limit"] = str(account().quotas[name].per_second)
            return answer

        return asked

    return limited


@bp.post("/auth/o2/token")
def token() -> Answer:
    wanted = (account().client_id, account().client_secret)
    if (request.form.get("client_id"), request.form.get("client_secret")) != wanted:
        return jsonify({"error": "invalid_client", "error_description": "Client authentication failed"}), 401
    if request.form.get("grant_type") != "refresh_token":
        return jsonify({"error": "unsupported_grant_type"}), 400
    if request.form.get("refresh_token") != account().refresh_token:
        return jsonify(
            {"error": "invalid_grant", "error_description": "The request has an invalid grant"}
        ), 400
    word = f"Atza|{secrets.token_urlsafe(16)}"
    account().tokens.add(word)
    account().lent += 1
    told = {"access_token": word, "token_type": "bearer", "expires_in": account().token_lasts}
    return jsonify(told | {"refresh_token": account().refresh_token})


@bp.get("/sellers/v1/marketplaceParticipations")
@quota("order")
def participations() -> Answer:
    place = {"id": account().marketplace, "name": account().marketplace_name, "countryCode": "GB"}
    return jsonify({"payload": [{"marketplace": place, "storeName": "Nordlicht"}]})


def page_of(things: list[Any], name: str, size: int) -> Json:
    """One page, with the name of the next one."""
    begin = int(base64.b64decode(name)) if name else 0
    following = base64.b64encode(str(begin + size).encode()).decode()
    pagination = {"pagination": {"nextToken": following}} if begin + size < len(things) else {}
    return {"found": things[begin : begin + size]} | pagination


def included(order: Json) -> Json:
    """Only those parts of an order that were asked for."""
    asked = set(request.args.get("includedData", "").split(","))
    parts = {"buyer": "BUYER", "recipient": "RECIPIENT", "proceeds": "PROCEEDS", "packages": "PACKAGES"}
    parts["fulfillment"] = "FULFILLMENT"
    of_items = {"proceeds": "PROCEEDS", "fulfillment": "FULFILLMENT", "cancellation": "CANCELLATION"}

    def kept(told: Json, parts: dict[str, str]) -> Json:
        return {
            name: value for name, value in told.items() if parts.get(name) is None or parts[name] in asked
        }

    return kept(order, parts) | {"orderItems": [kept(item, of_items) for item in order["orderItems"]]}


@bp.get("/orders/2026-01-01/orders")
@quota("search")
def search() -> Answer:
    after = request.args.get("lastUpdatedAfter", "")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", after):
        return problem("InvalidInput", "exactly one of createdAfter and lastUpdatedAfter is required")
    by = request.args.get("fulfilledBy")
    places = request.args.get("marketplaceIds", account().marketplace).split(",")
    found = [
        included(order)
        for order in sorted(account().orders.values(), key=lambda one: one["lastUpdatedTime"])
        if order["lastUpdatedTime"] >= after and account().marketplace in places
        if by is None or order["fulfillment"]["fulfilledBy"] == by
    ]
    size = min(int(request.args.get("maxResultsPerPage", 100)), account().page)
    page = page_of(found, request.args.get("paginationToken", ""), size)
    return jsonify({"orders": page.pop("found"), **page})


@bp.get("/orders/2026-01-01/orders/<order_id>")
@quota("order")
def order(order_id: str) -> Answer:
    found = account().orders.get(order_id)
    return jsonify({"order": included(found)}) if found else problem("NotFound", "No such order.", 404)


@bp.post("/orders/v0/orders/<order_id>/shipmentConfirmation")
@quota("confirm")
def confirm(order_id: str) -> Answer:
    told, found = request.get_json(), account().orders.get(order_id)
    if found is None:
        return problem("InvalidInput", "Invalid order id")
    detail: Json = told.get("packageDetail", {})
    reference = detail.get("packageReferenceId")
    if not (isinstance(reference, str) and reference.isdigit() and int(reference) > 0):
        return problem("InvalidInput", "PackageReferenceId: is invalid, must be a positive numeric value.")
    for name in ("carrierCode", "trackingNumber", "shipDate", "orderItems"):
        if not detail.get(name):
            return problem("InvalidInput", f"{name}: is required.")
    if detail["carrierCode"] == "Other" and not detail.get("carrierName"):
        return problem("InvalidInput", "carrierName: is required when carrierCode is Other.")
    if told.get("marketplaceId") != account().marketplace or not SHIP_DATE.fullmatch(detail["shipDate"]):
        return problem("InvalidInput", "Invalid Input")
    package = {
        "packageReferenceId": reference,
        "carrier": detail.get("carrierName") or detail["carrierCode"],
        "trackingNumber": detail["trackingNumber"],
        "shipTime": detail["shipDate"],
        "packageItems": detail["orderItems"],
    }
    wrong = account().confirm(found, package)
    return problem("InvalidInput", wrong) if wrong else ("", 204)


def listed(sku: str, listing: Json) -> Json:
    return {
        "sku": sku,
        "summaries": [
            {"marketplaceId": account().marketplace, "itemName": listing["name"], "productType": "HOME"}
        ],
        "fulfillmentAvailability": [
            {"fulfillmentChannelCode": listing["channel"], "quantity": listing["quantity"]}
        ],
    }


@bp.get("/listings/2021-08-01/items/<seller>")
@quota("listings")
def listings(seller: str) -> Answer:
    if seller != account().seller:
        return problem("InvalidInput", "Invalid sellerId", 403)
    found = [listed(sku, listing) for sku, listing in account().listings.items()]
    page = page_of(found, request.args.get("pageToken", ""), int(request.args.get("pageSize", 10)))
    return jsonify({"numberOfResults": len(found), "items": page.pop("found"), **page})


@bp.patch("/listings/2021-08-01/items/<seller>/<path:sku>")
@quota("patch")
def patch(seller: str, sku: str) -> Answer:
    listing = account().listings.get(sku) if seller == account().seller else None
    if listing is None:
        return problem("NOT_FOUND", f"SKU '{sku}' not found", 404)
    for one in request.get_json()["patches"]:
        value = one["value"][0]
        if one["path"] != "/attributes/fulfillment_availability" or one["op"] != "merge":
            return problem("InvalidInput", "Invalid patch")
        if listing["channel"] != value["fulfillment_channel_code"]:
            issue = {"code": "90220", "severity": "ERROR", "message": "The offer is fulfilled by Amazon."}
            return jsonify({"sku": sku, "status": "INVALID", "submissionId": "1", "issues": [issue]})
        listing["quantity"] = value["quantity"]
    return jsonify({"sku": sku, "status": "ACCEPTED", "submissionId": secrets.token_hex(8), "issues": []})
