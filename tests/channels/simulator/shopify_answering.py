"""What each field of Shopify's API says, out of what the shop has written down."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from graphql import GraphQLEnumType, GraphQLResolveInfo, get_named_type

from tests.channels.simulator import shopify_changes as changes
from tests.channels.simulator.shopify_goods import Json, money
from tests.channels.simulator.shopify_shop import World

KEPT_AS = {
    "Order.legacyResourceId": "id",
    "Order.currencyCode": "currency",
    "Order.displayFinancialStatus": "financial_status",
    "Order.customAttributes": "note_attributes",
    "LineItem.unfulfilledQuantity": "fulfillable_quantity",
    "LineItem.isGiftCard": "gift_card",
    "LineItem.originalUnitPriceSet": "price_set",
    "LineItem.customAttributes": "properties",
    "DiscountAllocation.allocatedAmountSet": "amount_set",
    "ShippingLine.originalPriceSet": "price_set",
    "ShippingLine.discountedPriceSet": "price_set",
    "MailingAddress.countryCodeV2": "country_code",
    "Attribute.key": "name",
    "Fulfillment.fulfillmentLineItems": "line_items",
    "FulfillmentOrder.lineItems": "lines",
    "FulfillmentOrderLineItem.remainingQuantity": "remaining",
    "ProductVariant.displayName": "title",
}


def resolve(told: Json, info: GraphQLResolveInfo, **asked: Any) -> Any:
    """Of the shop itself, or kept beside what is asked about, in the words of its webhooks."""
    field, shop = f"{info.parent_type.name}.{info.field_name}", info.context
    kind = get_named_type(info.return_type)
    if info.field_name == "id":
        return f"gid://shopify/{info.parent_type.name}/{told['id']}"
    if field in SAID:
        found = SAID[field](shop, told, **asked)
    elif field.startswith("Mutation."):
        return changes.CHANGES[info.field_name](shop, info, **asked)
    else:
        found = told.get(KEPT_AS.get(field) or snaked(info.field_name))
    if kind.name.endswith("Connection"):
        return paged(found, **asked)
    if "first" in asked:
        return found[: asked["first"]]
    return found.upper() if isinstance(kind, GraphQLEnumType) and isinstance(found, str) else found


def snaked(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


def paged(things: list[Json], first: int, after: str | None = None, **_: Any) -> Json:
    """A cursor is the place of the last one that was told."""
    begin = int(after or 0)
    end = begin + first
    page = {"has_next_page": end < len(things), "end_cursor": str(min(end, len(things)))}
    return {"nodes": things[begin:end], "page_info": page}


def number_of(gid: str) -> int:
    return int(gid.rpartition("/")[2])


def orders(shop: World, _: Json, query: str, sortKey: str = "ID", **__: Any) -> list[Json]:  # noqa: N803
    """Either those that changed since, or those that are called so."""
    name, _, wanted = query.partition(":")
    if name == "name":
        return [one for one in shop.orders.values() if one["name"] == wanted.strip('"')]
    assert (name, wanted[:2], sortKey) == ("updated_at", ">=", "UPDATED_AT"), query
    since = wanted[2:].strip("'").replace("Z", "+00:00")
    found = [one for one in shop.orders.values() if one["updated_at"] >= since]
    return sorted(found, key=lambda one: one["updated_at"])


def any_of(things: str) -> Callable[..., Json | None]:
    """A thing that hangs on an order, by its id."""
    return lambda shop, _, id: next(  # noqa: A006
        (one for order in shop.orders.values() for one in order[things] if one["id"] == number_of(id)), None
    )


def line_of(shop: World, told: Json) -> Json:
    number = told.get("line_item_id") or told.get("line_id") or told["id"]
    return next(
        line for order in shop.orders.values() for line in order["line_items"] if line["id"] == number
    )


def place(shop: World, number: int) -> Json | None:
    return {"type": "Location", "id": number, "name": shop.places[number]} if number in shop.places else None


def items(shop: World, _: Json, ids: list[str]) -> list[Json | None]:
    """Whatever is asked for that is no stock item is told without any."""
    found = {one["item"]: one for one in shop.variants.values()}
    return [
        {"type": "InventoryItem", **item(found[number_of(gid)])} if number_of(gid) in found else None
        for gid in ids
    ]


def item(variant: Json) -> Json:
    return {**variant, "id": variant["item"]}


def level(_: World, item: Json, locationId: str) -> Json | None:  # noqa: N803
    is_here = item["place"] == number_of(locationId)
    return {"id": item["id"], "stock": item["stock"]} if is_here else None


def quantities(_: World, level: Json, names: list[str]) -> list[Json]:
    assert names == ["available"]
    return [{"name": "available", "quantity": level["stock"]}]


def tracking(_: World, told: Json, **__: Any) -> list[Json]:
    return [{name: told[f"tracking_{name}"] for name in ("company", "number", "url")}]


def books(_: World, told: Json) -> Json:
    return {"shop_money": {"amount": told["amount"], "currency_code": told["currency"]}}


SAID: dict[str, Callable[..., Any]] = {
    "Query.shop": lambda shop, _: {"name": shop.name, "myshopify_domain": "nordlicht.myshopify.com"},
    "Query.location": lambda shop, _, id: place(shop, number_of(id)),  # noqa: A006
    "Query.order": lambda shop, _, id: shop.orders.get(number_of(id)),  # noqa: A006
    "Query.orders": orders,
    "Query.fulfillment": any_of("fulfillments"),
    "Query.refund": any_of("refunds"),
    "Query.fulfillmentOrder": lambda shop, _, id: next(  # noqa: A006
        (one for one in shop.to_send if one["id"] == number_of(id)), None
    ),
    "Query.nodes": items,
    "Query.productVariants": lambda shop, *_, **__: list(shop.variants.values()),
    "ProductVariant.inventoryItem": lambda _, variant: item(variant),
    "InventoryItem.inventoryLevel": level,
    "InventoryLevel.quantities": quantities,
    "Order.totalTipReceivedSet": lambda _, order: money(order["total_tip_received"]),
    "Order.fulfillmentOrders": lambda shop, order, **_: [
        one for one in shop.to_send if one["order_id"] == order["id"]
    ],
    "Fulfillment.trackingInfo": tracking,
    "FulfillmentLineItem.lineItem": line_of,
    "RefundLineItem.lineItem": line_of,
    "FulfillmentOrderLineItem.lineItem": line_of,
    "FulfillmentOrder.assignedLocation": lambda shop, told: {
        "location": place(shop, told["place"]),
        "name": shop.places[told["place"]],
    },
    "OrderTransaction.amountSet": books,
}
