"""What stands on each paper. Plain values only: a sheet knows no order, no stock and no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

THERMAL_DPI = 203
OFFICE_DPI = 300


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address in the order in which its country writes it; name and country stand apart."""

    name: str
    lines: tuple[str, ...]
    postcode: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class Shop:
    """Who sends. `logo` is the bytes of a PNG, JPEG or SVG picture."""

    name: str
    lines: tuple[str, ...] = ()
    contact: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class SlipLine:
    name: str
    sku: str
    quantity: int
    variant: str = ""
    bin: str = ""
    picture: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class SlipSheet:
    """The packing slip of one parcel. Lines come in walking order; `elsewhere` travels in another parcel."""

    template: ClassVar = "packing_slip"
    several_to_a_document: ClassVar = False

    shop: Shop
    order_number: str
    placed_on: date
    ship_to: Address
    lines: tuple[SlipLine, ...]
    elsewhere: tuple[SlipLine, ...] = ()
    order_code: str = ""
    service: str = ""
    note: str = ""
    greeting: str = ""
    returns: str = ""
    parcel: int = 1
    parcels: int = 1
    size: Literal["A4", "Letter"] = "A4"
    dpi: int = OFFICE_DPI

    @property
    def title(self) -> str:
        return f"Packing slip {self.order_number}"

    @property
    def has_pictures(self) -> bool:
        return any(line.picture for line in self.lines)

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class AddressLabel:
    """4 x 6 inch, for the outside of a parcel. It carries an address, not postage."""

    template: ClassVar = "address_label"
    several_to_a_document: ClassVar = True

    sender: Address
    recipient: Address
    parcel_code: str
    order_number: str
    carrier: str = ""
    service: str = ""
    tracking: str = ""
    parcel: int = 1
    parcels: int = 1
    dpi: int = THERMAL_DPI

    @property
    def title(self) -> str:
        return f"Address label {self.parcel_code}"


@dataclass(frozen=True, kw_only=True)
class ProductLabel:
    """57 x 32 mm, for one item."""

    template: ClassVar = "product_label"
    several_to_a_document: ClassVar = True

    name: str
    sku: str
    barcode: str
    variant: str = ""
    dpi: int = THERMAL_DPI

    @property
    def title(self) -> str:
        return f"Product label {self.sku}"


@dataclass(frozen=True, kw_only=True)
class BinLabel:
    """100 x 50 mm, for the front of a shelf: read from two metres, scanned from one."""

    template: ClassVar = "bin_label"
    several_to_a_document: ClassVar = True

    code: str
    barcode: str
    place: str = ""
    dpi: int = THERMAL_DPI

    @property
    def title(self) -> str:
        return f"Bin label {self.code}"


Paper = SlipSheet | AddressLabel | ProductLabel | BinLabel
