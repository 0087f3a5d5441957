"""What happens to products, SKUs and barcodes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProductAdded:
    product_id: int


@dataclass(frozen=True)
class ProductChanged:
    product_id: int


@dataclass(frozen=True)
class SkuAdded:
    sku_id: int


@dataclass(frozen=True)
class SkuChanged:
    sku_id: int


@dataclass(frozen=True)
class BarcodeAdded:
    sku_id: int
    code: str
    quantity: int


@dataclass(frozen=True)
class BarcodeRemoved:
    sku_id: int
    code: str


@dataclass(frozen=True)
class PictureChanged:
    sku_id: int


@dataclass(frozen=True)
class GoodsFileStarted:
    file_id: int
