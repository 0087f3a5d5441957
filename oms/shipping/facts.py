"""What happens to parcels on their way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TrackingSet:
    order_id: int
    parcel_id: int
    carrier: str | None


@dataclass(frozen=True)
class ParcelsHandedOver:
    """Parcels of one order left with one manifest: one thing to tell the customer."""

    order_id: int
    manifest_id: int
    parcel_ids: list[int]


@dataclass(frozen=True)
class ParcelDelivered:
    order_id: int
    parcel_id: int
