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
    ("Places", "map", "floorplan.index", "stock.see"),
    ("Import", "file-upload", "channels.imports", "import.do"),
    ("Messages", "message", "notifications.index", "customers.see"),
    ("Channels", "plug", "channels.index", "settings.see"),
    ("Settings", "settings", "shop.edit", "settings.change"),
    ("People", "users", "accounts.people", "people.manage"),
)


def nav_items() -> list[NavItem]:
    """What the signed-in person may open."""
    user = g.get("user")
    if user is None:
        return []
    here = (request.endpoint or "").split(".")[0]
    return [
        NavItem(label, icon, url_for(endpoint), _count(endpoint), _is_here(endpoint, here))
        for label, icon, endpoint, permission in PAGES
        if user.may(permission) and endpoint in current_app.view_functions
    ]


def _is_here(endpoint: str, here: str) -> bool:
    same_page = endpoint == request.endpoint
    shared = {"channels.imports", "channels.index"}
    return same_page or (endpoint not in shared and endpoint.split(".", maxsplit=1)[0] == here)


def _count(endpoint: str) -> int | None:
    count = COUNTS.get(endpoint)
    return count() if count else None
