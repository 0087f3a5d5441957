"""The form of the settings as it stands, and short ways to change the shop."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

from oms.core.operations import By
from oms.core.undoing import undo_operation
from oms.shop.models import Shop as ShopRow
from oms.shop.models import the_shop
from oms.shop.service import ShopDraft, change_shop
from tests.shop import Shop

DRAFT = ShopDraft(
    name="Nordlicht",
    zone="Europe/Berlin",
    currency="EUR",
    locale="de_DE",
    country="DE",
    cut_off=time(16, 30),
    working_days=(1, 2, 3, 4, 5),
)
FORM = {
    "version": "1",
    "name": "Nordlicht",
    "line1": "Große Straße 5",
    "city": "Köln",
    "postcode": "50667",
    "country": "DE",
    "email": "hello@nordlicht.example",
    "zone": "Europe/Berlin",
    "currency": "EUR",
    "locale": "de_DE",
    "cut_off": "16:30",
    "handling_days": "1",
    "working_days": ["1", "2", "3"],
    "paper": "Letter",
    "printer_dpi": "300",
    "thanks": "Danke!",
    "returns": "Ring us first.",
}


def change(shop: Shop, version: int = 1, by: By | None = None, **told: Any) -> By:
    """The shop as `DRAFT` with this told otherwise."""
    by = by or shop.by()
    with shop.inside():
        change_shop(version, replace(DRAFT, **told), by=by)
    return by


def kept(shop: Shop) -> ShopRow:
    with shop.inside() as session:
        found = the_shop()
        if found in session:
            session.expunge(found)
        return found


def undo(shop: Shop, by: By) -> None:
    with shop.inside():
        undo_operation(by.operation_id, by=shop.by())
