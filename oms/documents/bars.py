"""Barcodes are painted onto the laid-out page, where they can be put on the dots of the printer.

The style sheet only keeps a box free. CSS knows no dots, and drawing the bars as SVG takes the renderer half of the
time of a label; as rectangles in the page itself they cost next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

from markupsafe import Markup, escape
from pydyf import PDF, Stream
from weasyprint import Document

from oms.documents.barcodes import INSET, MM_PER_INCH, Kind, Symbol, symbol_for

CSS_PIXELS = 96
POINTS = 72

# Millimetres become pixels become dots: a box of 20 dots may come out as 19.9999.
EXACT = 0.001


Align = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Mark:
    """A barcode that waits for its box: in the middle of it, or with its bars against one side of it."""

    value: str
    kind: Kind | None
    align: Align
    dpi: int


class Marks:
    """The barcodes of one run, by the id of the box that each will stand in."""

    def __init__(self) -> None:
        self._marks: dict[str, Mark] = {}

    def box(self, value: str, name: str, dpi: int, *, qr: bool = False, align: Align = "middle") -> Markup:
        """The empty box for a template; its class is the name, its size is the style sheet's."""
        number = f"barcode-{len(self._marks)}"
        self._marks[number] = Mark(value, Kind.QR if qr else None, align, dpi)
        return Markup('<div class="barcode {}" id="{}"></div>').format(escape(name), number)

    def paint(self, document: Document, pdf: PDF) -> None:
        """Fill every box. The renderer calls this when the pages are drawn and not yet written."""
        for page, number in zip(document.pages, pdf.pages["Kids"][::3], strict=True):
            content = _referred(pdf, pdf.objects[number]["Contents"])
            for name, corners in page.anchors.items():
                if name in self._marks:
                    _paint(content, self._marks[name], corners)


def _referred(pdf: PDF, reference: bytes) -> Stream:
    """The object that a reference like `12 0 R` names."""
    return pdf.objects[int(reference.split()[0])]


def _paint(content: Stream, mark: Mark, corners: tuple[float, float, float, float]) -> None:
    """The page's own content starts at its upper left corner and is measured in points."""
    left, top, right, bottom = (corner * mark.dpi / CSS_PIXELS for corner in corners)
    width_mm, height_mm = _mm(right - left, mark.dpi), _mm(bottom - top, mark.dpi)
    symbol = symbol_for(mark.value, width_mm, height_mm, mark.dpi, kind=mark.kind)
    first_column = _first_column(symbol, mark.align, left, right)
    first_row = ceil(top - EXACT)
    point = POINTS / mark.dpi
    content.push_state()
    content.set_matrix(point, 0, 0, point, first_column * point, first_row * point)
    content.stream.append(_rectangles(symbol))
    content.fill()
    content.pop_state()


def _rectangles(symbol: Symbol) -> bytes:
    """All bars in dots, in one piece: written one by one, they take a tenth of a label's time."""
    return "\n".join(
        f"{x + INSET:g} {y + INSET:g} {width - 2 * INSET:g} {height - 2 * INSET:g} re"
        for x, y, width, height in symbol.bars()
    ).encode()


def _first_column(symbol: Symbol, align: Align, left: float, right: float) -> int:
    """Where the symbol's white margin begins, on a whole dot."""
    match align:
        case "start":
            return ceil(left - EXACT) - symbol.pattern.kind.quiet_left * symbol.dots
        case "end":
            return floor(right + EXACT) - symbol.width + symbol.pattern.kind.quiet_right * symbol.dots
        case "middle":
            return ceil(left - EXACT) + floor((right - left - symbol.width + EXACT) / 2)


def _mm(dots: float, dpi: int) -> float:
    return (dots + EXACT) * MM_PER_INCH / dpi
