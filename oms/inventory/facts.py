"""What happens to stock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GoodsReceived:
    sku_id: int
    place_id: int
    quantity: int


@dataclass(frozen=True)
class StockAdjusted:
    sku_id: int
    place_id: int
    difference: int
    reason: str


@dataclass(frozen=True)
class GoodsMoved:
    sku_id: int
    source_id: int
    target_id: int
    quantity: int


@dataclass(frozen=True)
class BinCounted:
    sku_id: int
    place_id: int
    expected: int
    counted: int


@dataclass(frozen=True)
class SoldAtCounter:
    sku_id: int
    place_id: int
    quantity: int


@dataclass(frozen=True)
class GoodsPutBack:
    demand_id: int
    sku_id: int
    place_id: int
    quantity: int


@dataclass(frozen=True)
class ReservationLost:
    """Stock that was promised to a demand turned out not to be there."""

    demand_id: int
    sku_id: int
    quantity: int


@dataclass(frozen=True)
class RecountWanted:
    sku_id: int
    place_id: int
    reason: str


@dataclass(frozen=True)
class StockFileStarted:
    file_id: int
