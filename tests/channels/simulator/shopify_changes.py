"""What Shopify does when it is told something: all of it or nothing, and a no is an answer like any other."""

from __future__ import annotations

from collections.abc import Callable

from graphql import GraphQLError, GraphQLResolveInfo

from tests.channels.simulator.shopify_goods import Json
from tests.channels.simulator.shopify_shop import World


def number_of(gid: str) -> int:
    return int(gid.rpartition("/")[2])


def no(message: str, *field: str, code: str | None = None) -> Json:
    return {"code": code, "field": list(field), "message": message}


def fulfil(shop: World, _: GraphQLResolveInfo, fulfillment: Json) -> Json:
    assert fulfillment["notifyCustomer"] is False
    with shop.lock:
        asked = [_asked(shop, one) for one in fulfillment["lineItemsByFulfillmentOrder"]]
        errors = [error for sending, items in asked for error in _against(sending, items)]
        if len({sending["place"] for sending, _ in asked if sending}) > 1:
            errors.append(no("All fulfillment orders must be assigned to the same location.", "fulfillment"))
        if shop.refuses:
            errors.append(no(shop.refuses, "fulfillment"))
        if errors:
            return {"fulfillment": None, "user_errors": errors}
    made = [shop.send(sending, items, fulfillment.get("trackingInfo") or {}) for sending, items in asked]
    return {"fulfillment": made[0], "user_errors": []}


def _asked(shop: World, told: Json) -> tuple[Json | None, list[tuple[Json, int]]]:
    """Without a list of items everything that is left is meant."""
    number = number_of(told["fulfillmentOrderId"])
    sending = next((one for one in shop.to_send if one["id"] == number), None)
    if sending is None:
        return None, []
    items = {one["id"]: one for one in sending["lines"]}
    wanted = told.get("fulfillmentOrderLineItems")
    if not wanted:
        return sending, [(item, item["remaining"]) for item in items.values() if item["remaining"]]
    return sending, [(items[number_of(one["id"])], one["quantity"]) for one in wanted]


def _against(sending: Json | None, items: list[tuple[Json, int]]) -> list[Json]:
    if sending is None:
        return [no("Fulfillment order does not exist.", "fulfillment")]
    if sending["status"] not in {"open", "in_progress"}:
        return [no("Fulfillment order has an unfulfillable status.", "fulfillment")]
    if any(units < 1 or units > item["remaining"] for item, units in items):
        return [no("Invalid fulfillment order line item quantity requested.", "fulfillment")]
    return []


def set_stock(shop: World, info: GraphQLResolveInfo, input: Json) -> Json:  # noqa: A002
    """The same words under the same key are done once, unless the shop forgets its keys."""
    key = _key(info)
    with shop.lock:
        if key in shop.keys and not shop.forgets_keys:
            before, answer = shop.keys[key]
            mixed = no("The key was used for something else.", code="IDEMPOTENCY_KEY_PARAMETER_MISMATCH")
            return answer if before == repr(input) else _refused([mixed])
        errors = [
            error
            for place, told in enumerate(input["quantities"])
            for error in _wrong(shop, told, str(place))
        ]
        answer = _refused(errors) if errors else _done(shop, input["quantities"])
        shop.keys[key] = (repr(input), answer)
        return answer


def _key(info: GraphQLResolveInfo) -> str:
    [field] = info.field_nodes
    directive = next((one for one in field.directives or () if one.name.value == "idempotent"), None)
    if directive is None:
        raise GraphQLError("The @idempotent directive is required for this mutation.")
    return info.variable_values.coerced[directive.arguments[0].value.name.value]


def _wrong(shop: World, told: Json, place: str) -> list[Json]:
    where = ("input", "quantities", place)
    if "changeFromQuantity" not in told:
        return [no("changeFromQuantity must be given.", *where, code="INVALID_INPUT")]
    found = _variant(shop, told)
    if found is None:
        return [no("The inventory item could not be found.", *where, "inventoryItemId")]
    if found["place"] != number_of(told["locationId"]):
        message = "The inventory item is not stocked at the location."
        return [no(message, *where, "locationId", code="ITEM_NOT_STOCKED_AT_LOCATION")]
    if told["changeFromQuantity"] not in {None, found["stock"]}:
        message = "The quantity has changed since it was read."
        return [no(message, *where, "changeFromQuantity", code="CHANGE_FROM_QUANTITY_STALE")]
    return []


def _variant(shop: World, told: Json) -> Json | None:
    number = number_of(told["inventoryItemId"])
    return next((one for one in shop.variants.values() if one["item"] == number), None)


def _refused(errors: list[Json]) -> Json:
    return {"inventory_adjustment_group": None, "user_errors": errors}


def _done(shop: World, quantities: list[Json]) -> Json:
    for told in quantities:
        (_variant(shop, told) or {})["stock"] = told["quantity"]
    return {"inventory_adjustment_group": {"id": shop.next_id()}, "user_errors": []}


CHANGES: dict[str, Callable[..., Json]] = {
    "fulfillmentCreate": fulfil,
    "inventorySetQuantities": set_stock,
}
