"""What each role may do. A permission is a word that a route asks for."""

from __future__ import annotations

ROLES = ("owner", "manager", "picker", "viewer")

OWN_ACCOUNT = frozenset({"account.own"})
FLOOR = frozenset(
    {"picking.do", "packing.do", "shipping.do", "stock.see", "stock.change", "papers.print", "undo.do"}
)
SEE = frozenset({"orders.see", "stock.see", "ledger.see", "undo.do"})
DESK = frozenset(
    {
        "orders.change",
        "orders.cancel",
        "prices.see",
        "customers.see",
        "catalog.change",
        "places.change",
        "import.do",
        "export.do",
        "messages.send",
        "settings.see",
    }
)
OWNER_ONLY = frozenset({"people.manage", "settings.change"})

PERMISSIONS: dict[str, frozenset[str]] = {
    "viewer": OWN_ACCOUNT | SEE,
    "picker": OWN_ACCOUNT | FLOOR,
    "manager": OWN_ACCOUNT | SEE | FLOOR | DESK,
    "owner": OWN_ACCOUNT | SEE | FLOOR | DESK | OWNER_ONLY,
}
EVERY_PERMISSION = frozenset().union(*PERMISSIONS.values())

DESCRIPTIONS = {
    "owner": "Everything, people and settings too.",
    "manager": "Everything but people and settings.",
    "picker": "Picks, packs, counts and hands over. Sees no prices and no e-mail addresses.",
    "viewer": "Looks at orders and stock, and changes nothing. Sees no prices and no e-mail addresses.",
}


def permissions_of(role: str) -> frozenset[str]:
    return PERMISSIONS[role]


def permissions_on_tablet(role: str) -> frozenset[str]:
    """After a PIN only the floor: four digits are no password, whoever types them."""
    return PERMISSIONS[role] & FLOOR


def may_pick(role: str) -> bool:
    return "picking.do" in PERMISSIONS[role]
