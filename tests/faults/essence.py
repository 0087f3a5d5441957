"""What must be the same again after an undo: the goods, the orders and the walks, without what only tells
that something was done and undone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.faults.picture import Picture, Row, available

TELLING = {
    "orders": (
        *("paid_at", "cancelled_at", "promise_by", "ship_rest_at", "picking_since", "picking_by"),
        *("total_minor", "buyer_id", "ship_to_id", "units"),
    ),
    "order_line": ("ordered", "cancelled", "shipped", "shipped_elsewhere"),
    "line_part": ("line_id", "sku_id", "per", "packed", "sealed", "shipped"),
    "demand": ("sku_id", "owner", "wanted", "picked", "gone", "put_back"),
    "hold": ("order_id", "line_id", "reason"),
    "payment": ("order_id", "kind", "amount_minor"),
    "note": ("order_id", "text"),
    "balance": ("place_id", "sku_id", "lot_id", "quantity"),
    "count": ("place_id", "sku_id", "counted"),
    "run": ("picker",),  # where the picker stands is scanned again
    "pick_task": (
        "run_id",
        "demand_id",
        "place_id",
        "tote_id",
        "position",
        "quantity",
        "picked",
        "short",
        "dropped",
    ),
    "parcel": ("order_id", "code", "sealed_at", "left_at"),
    "parcel_item": ("parcel_id", "part_id", "quantity"),
    "shipment": ("parcel_id", "tracking_number", "manifest_id", "handed_over_at", "delivered_at"),
    "manifest": ("number", "closed_at"),
    "listing": ("channel_id", "name"),
    "channel_order": ("external_id", "told"),
}


def essence(picture: Picture) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: sorted(repr(_told(row, columns)) for row in picture[name] if _counts(name, row))
        for name, columns in TELLING.items()
    }
    return found | {"available": {key: units for key, units in available(picture).items() if units}}


def difference(before: Picture, after: Picture) -> list[str]:
    was, now = essence(before), essence(after)
    return [f"{name}: {was[name]} is now {now[name]}" for name in was if was[name] != now[name]]


def _counts(name: str, row: Row) -> bool:
    """A row of nothing is no row: an empty balance, a demand for none, a hold that was released."""
    if name == "hold":
        return row["released_at"] is None
    if name == "run":
        return row["finished_at"] is None
    if name == "demand":
        return bool(row["wanted"] or row["picked"] or row["put_back"])
    if name == "shipment":
        return bool(row["tracking_number"] or row["manifest_id"])
    return bool(row.get("quantity", 1))


def _told(row: Row, columns: tuple[str, ...]) -> dict[str, Any]:
    """When something was done may differ the second time; that it was done may not."""
    return {
        name: True if isinstance(row[name], datetime) and name != "promise_by" else row[name]
        for name in columns
    }
