"""A file of products, row by row: what each row says of one SKU, or why it says nothing that can be used. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from oms.catalog.check_digits import why_doubtful
from oms.reading.decoding import Text, decode
from oms.reading.problems import RowProblem, UnreadableFile
from oms.reading.rows import Columns, Row, folded
from oms.reading.tabular import HEADER_WITHIN, Limits, PlainKind, Table, dialects, head

LIMITS = Limits(size=5_000_000, rows=20_000)
COLUMNS: dict[str, tuple[str, ...]] = {
    "sku": ("SKU", "Variant SKU", "Item code", "Article number"),
    "name": ("Product", "Product name", "Name", "Title", "Item name"),
    "variant": ("Variant", "Option", "Variant name", "Variation"),
    "barcode": ("Barcode", "EAN", "UPC", "GTIN", "Variant barcode", "EAN/UPC"),
    "g": ("Weight g", "Weight (g)", "Weight in grams", "Grams", "Variant grams"),
    "kg": ("Weight kg", "Weight (kg)", "Weight in kg", "Kg"),
    "weight": ("Weight",),
    "description": ("Description", "Body (HTML)"),
    "bin": ("Bin", "Bin name", "Bin code", "Shelf"),
    "quantity": ("Quantity", "Qty", "On hand", "On hand (current)", "Counted", "Variant inventory qty"),
    "handle": ("Handle", "URL handle"),
    "option1": ("Option1 value",),
    "option2": ("Option2 value",),
    "option3": ("Option3 value",),
}
WORDS = {"name": "Product", "variant": "Variant", "sku": "SKU", "description": "Description", "bin": "Bin"}
LONGEST = {"name": 200, "variant": 120, "sku": 80, "bin": 60}
LONGEST_DESCRIPTION = 2000
HEAVIEST = 1_000_000
ONLY = "Default Title"
WEIGHT = re.compile(r"([0-9]{1,9}(?:[.,][0-9]{1,6})?) ?(g|kg)?", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
TEMPLATE = (
    "Product,Variant,SKU,Barcode,Weight g,Description,Bin,Quantity\r\n"
    'Stoneware Mug,"Blue, 0.3 l",MUG-BLU,5012345678917,340,Dishwasher safe,A-02-2,40\r\n'
    'Stoneware Mug,"Sand, 0.3 l",MUG-SND,5012345678924,340,Dishwasher safe,A-10-1,15\r\n'
    "Garden Twine,50 m,TWINE-50,,200,,C-06-1,32\r\n"
)


@dataclass(frozen=True, slots=True)
class Goods:
    """One row: a SKU, and where so many of it lie. What the file leaves blank is blank here."""

    row: int
    sku: str
    name: str = ""
    variant: str = ""
    barcode: str = ""
    weight_g: int | None = None
    description: str = ""
    bin: str = ""
    quantity: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A row that is left out, and why."""

    row: int
    reason: str


@dataclass(slots=True)
class GoodsRead:
    """A whole file. `unread` are its columns that nothing is known about."""

    encoding: str
    read: list[str]
    unread: list[str]
    goods: list[Goods] = field(default_factory=list)
    refused: list[Left] = field(default_factory=list)
    ignored: list[Left] = field(default_factory=list)

    @property
    def tells_stock(self) -> bool:
        return any(one.quantity is not None for one in self.goods)


LIST = PlainKind("list of products", pads_rows=True)


def read_goods(content: bytes) -> GoodsRead:
    """Read a whole file, or raise UnreadableFile with a sentence for the person who gave it."""
    text = decode(content, legacy="cp1252", largest=LIMITS.size)
    table, columns = _recognise(text)
    known = set(columns.values())
    names = [name.strip() for name in table.columns.header if name.strip()]
    read = GoodsRead(
        text.encoding, [n for n in names if folded(n) in known], [n for n in names if folded(n) not in known]
    )
    reader = _Reader(columns)
    for row in table.rows():
        try:
            one = reader.goods(row)
        except RowProblem as problem:
            read.refused.append(Left(problem.row, problem.reason))
            continue
        if one is None:
            read.ignored.append(Left(row.number, "Says nothing of an item."))
        else:
            read.goods.append(one)
    return read


def _recognise(text: Text) -> tuple[Table[PlainKind], dict[str, str]]:
    """The table under the first row with a column for the SKU and another that is known."""
    for dialect in dialects(text):
        if not dialect.quotes:
            continue
        for number, header in enumerate(head(text, dialect), 1):
            columns = _columns(header)
            if "sku" in columns and len(columns) > 1:
                table = Table(text, dialect, number, Columns(header), LIST, LIMITS)
                return table, columns
    raise UnreadableFile(
        f"None of the first {HEADER_WITHIN} rows is a header with a column “SKU” and one such as “Product”, "
        "“Barcode” or “Quantity”. Download the example, and name your columns like those in it."
    )


def _columns(header: list[str]) -> dict[str, str]:
    there = {folded(name) for name in header}
    found = {
        meaning: next((folded(n) for n in names if folded(n) in there), "")
        for meaning, names in COLUMNS.items()
    }
    return {meaning: name for meaning, name in found.items() if name}


@dataclass(slots=True)
class _Reader:
    """Goes down the rows. In a shop system's export only a product's first row has its name and description."""

    columns: Mapping[str, str]
    handle: str = ""
    name: str = ""
    description: str = ""

    def goods(self, row: Row) -> Goods | None:
        row.require_fit()
        if row.is_header:
            return None
        self._refuse_formulas(row)
        self._go_down(row)
        sku = self._identifier(row, "sku")
        if not sku:
            if "handle" in self.columns and not self._variant(row):
                return None
            raise RowProblem(row.number, "It has no SKU, so nothing tells it from other items.")
        return Goods(
            row.number,
            sku,
            self.name,
            self._variant(row),
            self._barcode(row),
            self._grams(row),
            self.description,
            self._words(row, "bin"),
            row.quantity(self.columns["quantity"]) if "quantity" in self.columns else None,
            (self.handle or self.name).casefold(),
        )

    def _go_down(self, row: Row) -> None:
        handle, name = self._words(row, "handle"), self._words(row, "name")
        if not handle or handle != self.handle or name:
            self.name, self.description = name, self._description(row)
        self.handle = handle

    def _variant(self, row: Row) -> str:
        told = [self._words(row, name) for name in ("option1", "option2", "option3")]
        return self._words(row, "variant") or " · ".join(one for one in told if one and one != ONLY)

    def _words(self, row: Row, meaning: str) -> str:
        words = " ".join(
            ((row.text(self.columns[meaning]) if meaning in self.columns else None) or "").split()
        )
        if len(words) > LONGEST.get(meaning, len(words)):
            raise RowProblem(
                row.number, f"{WORDS[meaning]}: more than {LONGEST[meaning]} characters are too many."
            )
        return words

    def _identifier(self, row: Row, meaning: str) -> str:
        self._words(row, meaning)
        found = row.identifier(self.columns[meaning]) if meaning in self.columns else None
        return " ".join((found or "").split())

    def _description(self, row: Row) -> str:
        """Found by search and shown to nobody else, so its end may be missing."""
        column = self.columns.get("description", "")
        words = (row.text(column) or "") if column else ""
        if "html" in column:
            words = " ".join(html.unescape(TAG.sub(" ", words)).split())
        return words[:LONGEST_DESCRIPTION].strip()

    def _barcode(self, row: Row) -> str:
        code = self._identifier(row, "barcode").replace(" ", "")
        doubt = why_doubtful(code)
        if doubt:
            raise RowProblem(row.number, f"Barcode: {doubt} If it is right, add it on the item's own page.")
        return code

    def _grams(self, row: Row) -> int | None:
        unit = next((one for one in ("g", "kg", "weight") if one in self.columns), None)
        cell = row.code(self.columns[unit]) if unit else None
        if unit is None or cell is None:
            return None
        told = WEIGHT.fullmatch(cell)
        if told is None:
            raise RowProblem(row.number, f"Weight: “{cell[:30]}” is not a weight such as 250 or 0.25.")
        unit = (told[2] or unit).lower()
        if unit == "weight":
            raise RowProblem(
                row.number, "Weight: call the column “Weight g” or “Weight kg”, to say which it is."
            )
        grams = Decimal(told[1].replace(",", ".")) * (1000 if unit == "kg" else 1)
        if grams % 1 or grams > HEAVIEST:
            raise RowProblem(row.number, f"Weight: “{cell}” is not a whole number of grams up to a tonne.")
        return int(grams) or None

    def _refuse_formulas(self, row: Row) -> None:
        for cell in _told(row, self.columns):
            if cell.startswith("="):
                raise RowProblem(
                    row.number,
                    f"“{cell[:30]}” is a formula. Save the sheet with its values and not its formulas.",
                )


def _told(row: Row, columns: Mapping[str, str]) -> Iterator[str]:
    return (row.text(name) or "" for name in columns.values())
