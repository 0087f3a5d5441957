"""The navigation: the pages that people open by name. Its order is the order of this list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, g, request, url_for

COUNTS: dict[str, Callable[[], int | None]] = {}


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    icon: str
    url: str
    count: int | None
    current: bool


PAGES = (
    ("Orders", "list-details", "desk.queue", "orders.see"),
    ("Pick", "shopping-cart", "picking.index", "picking.do"),
    ("Pack", "package", "packing.index", "packing.do"),
    ("Hand over", "truck", "shipping.index", "shipping.do"),
    ("Stock", "stack-2", "inventory.index", "stock.see"),
    ("Products", "tag", "catalog.index", "stock.see"),
    ("Places", "map", "inventory.places", "stock.see"),
    ("Import", "file-upload", "channels.imports", "import.do"),
    ("Messages", "message", "notifications.index", "customers.see"),
    ("Channels", "plug", "channels.index", "settings.see"),
    ("Settings", "settings", "shop.edit", "settings.see"),
    ("People", "users", "accounts.people", "people.manage"),
)
ENTRIES = tuple(endpoint for _, _, endpoint, _ in PAGES)
FIRST = {endpoint.partition(".")[0]: endpoint for endpoint in reversed(ENTRIES)}
STORES = {"webstore": "channels.index"}
BOXES = {"packing.boxes": "shop.edit", "packing.box": "shop.edit"}
HOMES = (
    FIRST | {"floorplan": "inventory.places", "channels": None, "outgoing": "channels.index"} | STORES | BOXES
)


def nav_items() -> list[NavItem]:
    """What the signed-in person may open."""
    user = g.get("user")
    if user is None:
        return []
    return [
        NavItem(label, icon, url_for(endpoint), _count(endpoint), _is_here(endpoint))
        for label, icon, endpoint, permission in PAGES
        if user.may(permission) and endpoint in current_app.view_functions
    ]


def _is_here(endpoint: str) -> bool:
    """An entry is lit on its own page, and the first of a package on the pages that are no entry themselves."""
    here = request.endpoint or ""
    home = here if here in ENTRIES else HOMES.get(here, HOMES.get(here.partition(".")[0]))
    return endpoint == home


def _count(endpoint: str) -> int | None:
    count = COUNTS.get(endpoint)
    return count() if count else None
