"""Reads papers the way a printer and a scanner do: in dots of a given resolution, black or white."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image

from tests.lacking import lacking

MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Scan:
    """One page as the printer's dots."""

    picture: Image.Image
    width_mm: float
    height_mm: float
    dpi: int

    def mm(self, dots: float) -> float:
        return dots * MM_PER_INCH / self.dpi

    def ink(self) -> tuple[float, float, float, float]:
        """White millimetres at the left, top, right and bottom edge."""
        left, top, right, bottom = self.picture.point(lambda dot: 255 - dot).getbbox()
        width, height = self.picture.size
        return self.mm(left), self.mm(top), self.mm(width - right), self.mm(height - bottom)


def scan(pdf: bytes, dpi: int = 203) -> list[Scan]:
    document = pypdfium2.PdfDocument(pdf)
    return [_dots(page, dpi) for page in document]


def _dots(page: pypdfium2.PdfPage, dpi: int) -> Scan:
    grey = page.render(scale=dpi / 72, grayscale=True).to_pil()
    width, height = (points / 72 * MM_PER_INCH for points in page.get_size())
    return Scan(grey.point(lambda dot: 255 if dot >= 128 else 0), width, height, dpi)


def text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def fonts_in(pdf: bytes) -> set[str]:
    page = pypdfium2.PdfDocument(pdf)[0]
    words = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    return {word.get_font().get_base_name() for word in words}


def zxing(page: Scan) -> dict[str, str]:
    """Value by symbology, as the library that also wrote them reads them."""
    found = zxingcpp.read_barcodes(page.picture)
    return {str(code.text): code.format.name for code in found}


def zbar(page: Scan, folder: Path) -> dict[str, str]:
    """The same by an unrelated reader."""
    needs_zbar()
    file = folder / "page.png"
    page.picture.save(file)
    done = subprocess.run(["zbarimg", "--quiet", str(file)], capture_output=True, text=True, check=False)
    return {value: kind for kind, value in re.findall(r"^([A-Za-z0-9-]+):(.*)$", done.stdout, re.MULTILINE)}


def needs_zbar() -> None:
    if shutil.which("zbarimg"):
        return
    lacking("zbarimg is missing, so no second reader checks the barcodes: apt install zbar-tools")


def strip(pdf: bytes, dpi: int, row_mm: float, times: int) -> list[tuple[bool, int]]:
    """One row of dots as a printer that blackens every dot with a trace of ink in it would print it."""
    page = pypdfium2.PdfDocument(pdf)[0]
    row, height = row_mm / MM_PER_INCH * 72, page.get_height()
    thin = page.render(scale=dpi / 72 * times, grayscale=True, crop=(0, height - row - 0.2, 0, row)).to_pil()
    fine = [thin.getpixel((column, 0)) < 128 for column in range(thin.width)]
    dots = [any(fine[start : start + times]) for start in range(0, len(fine), times)]
    return [(dark, len(list(run))) for dark, run in groupby(dots)]


def bars_at(
    page: Scan, row_mm: float, left_mm: float = 0, right_mm: float | None = None
) -> list[tuple[bool, int]]:
    """(dark, dots) runs along one row of dots."""
    row = round(row_mm / page.mm(1))
    width = page.picture.size[0]
    columns = range(round(left_mm / page.mm(1)), round(right_mm / page.mm(1)) if right_mm else width)
    dots = [page.picture.getpixel((column, row)) == 0 for column in columns]
    return [(dark, len(list(run))) for dark, run in groupby(dots)]
