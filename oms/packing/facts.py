"""What happens at the packing bench."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ParcelOpened:
    order_id: int
    parcel_id: int


@dataclass(frozen=True)
class ParcelSealed:
    order_id: int
    parcel_id: int


@dataclass(frozen=True)
class ParcelOpenedAgain:
    order_id: int
    parcel_id: int
