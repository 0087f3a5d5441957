"""Barcodes in whole printer dots: a bar that falls between two dots is a bar that a scanner misreads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from math import floor
from typing import Any, cast

import zxingcpp
from stdnum import ean
from zxingcpp import BarcodeFormat

from oms.core.errors import Refused

MM_PER_INCH = 25.4
SMALLEST_MODULE_MM = 0.19
LARGEST_MODULE_MM = 0.66
FEWEST_DOTS = 2

# A renderer may paint every dot that a bar touches. Bars that stop just short of their dots' edges touch none.
INSET = 0.02


class Kind(Enum):
    """A symbology: what zxing calls it, and how many modules must stay white to its left and right."""

    CODE_128 = (BarcodeFormat.Code128, 10, 10)
    EAN_13 = (BarcodeFormat.EAN13, 11, 7)
    UPC_A = (BarcodeFormat.UPCA, 9, 9)
    QR = (BarcodeFormat.QRCode, 4, 4)

    def __init__(self, format_: BarcodeFormat, quiet_left: int, quiet_right: int) -> None:
        self.format = format_
        self.quiet_left = quiet_left
        self.quiet_right = quiet_right

    @property
    def linear(self) -> bool:
        return self is not Kind.QR


RETAIL = {12: Kind.UPC_A, 13: Kind.EAN_13}


class NoBarcode(Refused):
    """The value cannot become a barcode that a scanner would read."""


@dataclass(frozen=True)
class Pattern:
    """The dark runs of a code as (column, row, length), in modules."""

    kind: Kind
    columns: int
    rows: int
    runs: tuple[tuple[int, int, int], ...]

    @property
    def full_columns(self) -> int:
        return self.kind.quiet_left + self.columns + self.kind.quiet_right

    @property
    def full_rows(self) -> int:
        """Bars may be cut to any height; only a square code has a number of rows."""
        return 1 if self.kind.linear else self.rows + 2 * self.kind.quiet_left


@dataclass(frozen=True)
class Symbol:
    """A pattern on a printer: a module is `dots` dots wide, and everything is measured in dots."""

    pattern: Pattern
    dots: int
    height: int
    dpi: int

    @property
    def width(self) -> int:
        """With its white margins."""
        return self.pattern.full_columns * self.dots

    def bars(self) -> list[tuple[int, int, int, int]]:
        """Left, top, width and height of each dark run, from the corner of the white margin."""
        kind, dots = self.pattern.kind, self.dots
        top = 0 if kind.linear else kind.quiet_left * dots
        tall = self.height if kind.linear else dots
        return [
            ((kind.quiet_left + column) * dots, top + row * dots, length * dots, tall)
            for column, row, length in self.pattern.runs
        ]


def kind_of(value: str) -> Kind:
    """EAN-13 or UPC-A where the value is one, check digit and all; else Code 128."""
    kind = RETAIL.get(len(value))
    return kind if kind and value.isascii() and value.isdigit() and ean.is_valid(value) else Kind.CODE_128


def pattern_of(value: str, kind: Kind) -> Pattern:
    if kind is Kind.CODE_128 and not (value.isascii() and value.isprintable()):
        raise NoBarcode(f"“{value}” has letters that bars cannot carry. Use A to Z, digits and - . / only.")
    try:
        code = zxingcpp.create_barcode(value, kind.format)
    except ValueError as error:
        raise NoBarcode(f"“{value}” cannot be written as a barcode.") from error
    image: Any = code.to_image(scale=1, add_quiet_zones=False, add_hrt=False)
    rows = cast("list[list[int]]", memoryview(image).tolist())
    rows = rows[:1] if kind.linear else rows
    runs = tuple((start, row, length) for row, dots in enumerate(rows) for start, length in _dark_runs(dots))
    return Pattern(kind, len(rows[0]), len(rows), runs)


def symbol_for(
    value: str, width_mm: float, height_mm: float, dpi: int, *, kind: Kind | None = None
) -> Symbol:
    """The largest symbol for the value that fits; a QR code where bars would be too fine to read."""
    value = value.strip()
    if not value:
        raise NoBarcode("There is nothing to write into the barcode.")
    kinds = (kind,) if kind else (kind_of(value), Kind.QR) if value.isascii() else (Kind.QR,)
    for choice in kinds:
        symbol = _fitted(pattern_of(value, choice), width_mm, height_mm, dpi)
        if symbol:
            return symbol
    raise NoBarcode(f"“{value}” is too long for a barcode on this paper. Give it a shorter code.")


def needs_square(value: str, width_mm: float, height_mm: float, dpi: int) -> bool:
    """Whether the value is too long for bars on so much paper, and becomes a QR code there."""
    return symbol_for(value, width_mm, height_mm, dpi).pattern.kind is Kind.QR


def barcode_svg(value: str, *, width_mm: float = 60, height_mm: float = 15, dpi: int = 203) -> str:
    """The same symbol as a picture for a page or a paper of somebody else's making."""
    symbol = symbol_for(value, width_mm, height_mm, dpi)
    mm = MM_PER_INCH / dpi
    path = "".join(
        f"M{x + INSET:g} {y + INSET:g}h{w - 2 * INSET:g}v{h - 2 * INSET:g}h-{w - 2 * INSET:g}z"
        for x, y, w, h in symbol.bars()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{symbol.width * mm:.4f}mm" height="{symbol.height * mm:.4f}mm"'
        f' viewBox="0 0 {symbol.width} {symbol.height}" shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )


def grouped(value: str) -> str:
    """Digits of a retail code as they are printed under it: `4 006381 333931`."""
    match kind_of(value):
        case Kind.EAN_13:
            return f"{value[0]} {value[1:7]} {value[7:]}"
        case Kind.UPC_A:
            return f"{value[0]} {value[1:6]} {value[6:11]} {value[11]}"
    return value


def _fitted(pattern: Pattern, width_mm: float, height_mm: float, dpi: int) -> Symbol | None:
    dot_mm = MM_PER_INCH / dpi
    dots = floor(width_mm / dot_mm / pattern.full_columns)
    if not pattern.kind.linear:
        dots = min(dots, floor(height_mm / dot_mm / pattern.full_rows))
    dots = min(dots, floor(LARGEST_MODULE_MM / dot_mm))
    if dots < FEWEST_DOTS or dots * dot_mm < SMALLEST_MODULE_MM:
        return None
    height = floor(height_mm / dot_mm) if pattern.kind.linear else pattern.full_rows * dots
    return Symbol(pattern, dots, height, dpi)


def _dark_runs(row: list[int]) -> list[tuple[int, int]]:
    """Where the row is dark, as (start, length)."""
    dark = [False, *(dot == 0 for dot in row), False]
    edges = [place for place, (before, here) in enumerate(pairwise(dark)) if before != here]
    return [(start, end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)]
