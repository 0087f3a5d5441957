"""What happens at the packing bench."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ParcelOpened:
    order_id: int
    parcel_id: int


@dataclass(frozen=True)
class ItemPacked:
    order_id: int
    parcel_id: int
    sku_id: int
    quantity: int


@dataclass(frozen=True)
class ItemTakenOut:
    order_id: int
    parcel_id: int
    sku_id: int
    quantity: int


@dataclass(frozen=True)
class ParcelSealed:
    order_id: int
    parcel_id: int


@dataclass(frozen=True)
class ParcelOpenedAgain:
    order_id: int
    parcel_id: int


@dataclass(frozen=True)
class PackagingAdded:
    packaging_id: int


@dataclass(frozen=True)
class PackagingChanged:
    packaging_id: int


@dataclass(frozen=True)
class PackagingRetired:
    packaging_id: int


@dataclass(frozen=True)
class PackagingBroughtBack:
    packaging_id: int
