"""One order of Shopify's, as its file brings it and as it comes by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from oms.channels.taking_in import take_in
from oms.core.operations import By
from tests.channels.bringing import WHERE, bring
from tests.channels.files import Cells, shopify_line, shopify_order
from tests.channels.shopify import messages
from tests.channels.shopify.messages import item, taken
from tests.shop import Shop

MUG = item(
    id=14900000000103,
    sku="MUG",
    name="Mug",
    quantity=3,
    current_quantity=3,
    fulfillable_quantity=3,
    price_set=None,
)


def by_file(shop: Shop, lamps: int = 2, mugs: int = 3, **cells: str) -> None:
    """The orders export, with a line for each."""
    told: Cells = {
        "Id": "6120045871329",
        "Name": "#1001",
        "Lineitem sku": "LAMP",
        "Lineitem name": "Desk Lamp - Brass",
        "Lineitem price": "29.00",
        "Lineitem quantity": str(lamps),
    }
    mug = shopify_line(**{"Name": "#1001", "Lineitem sku": "MUG", "Lineitem quantity": str(mugs)})
    bring(shop, {**WHERE, **shopify_order(), **told, **cells}, mug)


def by_itself(shop: Shop, channel: int, minute: int = 0, **changes: Any) -> str:
    """The webhook, so many minutes from now."""
    items = [item(), MUG]
    draft = messages.draft(**{"line_items": items, "name": "#1001", **changes})
    at = datetime.now(UTC) + timedelta(minutes=minute)
    with shop.inside():
        return take_in(channel, draft, said_at=at, whole=True, by=By(f"channel:{channel}"))[0]


def with_lamp(**changes: Any) -> dict[str, Any]:
    return {"line_items": [item(**changes), MUG]}


TAKEN = {
    **with_lamp(current_quantity=1, fulfillable_quantity=1),
    "refunds": [taken(1, "cancel")],
}
