"""What would be done about each row of a file of products, against the catalogue as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from oms.catalog.check_digits import same_goods
from oms.catalog.goods import Goods, GoodsRead
from oms.catalog.models import Barcode, Product, Sku
from oms.core.db import db

VERDICTS = ("new", "changed", "unchanged", "refused", "ignored")
CHUNK = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """`key` is the first row of the product that it belongs to, by which what was done is found again."""

    row: int
    sku: str
    name: str
    verdict: str
    reason: str = ""
    key: int = 0


@dataclass(frozen=True, slots=True)
class ProductTold:
    """One product as the file tells it: those of its rows by which something changes."""

    key: int
    product_id: int | None
    name: str
    description: str
    goods: tuple[Goods, ...]


@dataclass(slots=True)
class Plan:
    """Every row of the file, in its order, and what there is to do, product by product."""

    rows: list[PlannedRow]
    products: list[ProductTold]

    @property
    def counts(self) -> dict[str, int]:
        return counted(self.rows)


def refused_since(told: Iterable[PlannedRow], now: Iterable[PlannedRow]) -> dict[str, str]:
    """Rows that were to be taken in when somebody said go, and are refused now, each with its sentence."""
    promised = {row.row for row in told if row.verdict in {"new", "changed"}}
    return {f"row {row.row}": row.reason for row in now if row.verdict == "refused" and row.row in promised}


def failure_of(row: PlannedRow, failed: Mapping[str, str] | None) -> str:
    """Why nothing came of a row that was to be taken in: of it alone, or of its whole product."""
    if row.verdict not in {"new", "changed"} or not failed:
        return ""
    return failed.get(f"row {row.row}") or failed.get(str(row.key), "")


def counted(rows: Iterable[PlannedRow]) -> dict[str, int]:
    found = dict.fromkeys(VERDICTS, 0)
    for row in rows:
        found[row.verdict] += 1
    return found


def plan_goods(read: GoodsRead) -> Plan:
    """Says what would be done and does nothing of it."""
    rows = [PlannedRow(left.row, "", "", "refused", left.reason) for left in read.refused]
    rows += [PlannedRow(left.row, "", "", "ignored", left.reason) for left in read.ignored]
    known = Known.of(read.goods)
    groups = _Groups(known, read.goods)
    for one in read.goods:
        rows += groups.put(one)
    products = [told for group in groups.found.values() if (told := group.settle(known, rows))]
    return Plan(sorted(rows, key=lambda row: row.row), products)


@dataclass(slots=True)
class Known:
    """What the catalogue has of the names and codes in a file."""

    skus: dict[str, Sku]
    barcodes: dict[str, Sku]
    products: dict[str, list[int]]

    @classmethod
    def of(cls, goods: Sequence[Goods]) -> Known:
        codes = sorted({same for one in goods if one.barcode for same in same_goods(one.barcode)})
        of_sku = select(Sku).options(selectinload(Sku.barcodes))
        of_code = select(Barcode).options(joinedload(Barcode.sku))
        names: dict[str, list[int]] = {}
        for product in _each(select(Product), Product.name, {one.name for one in goods if one.name}):
            names.setdefault(product.name, []).append(product.id)
        skus = _each(of_sku, Sku.code, {one.sku for one in goods})
        barcodes = _each(of_code, Barcode.code, codes)
        return cls({sku.code: sku for sku in skus}, {one.code: one.sku for one in barcodes}, names)

    def wearer(self, barcode: str) -> Sku | None:
        """The SKU that a barcode is on."""
        found = (self.barcodes.get(code) for code in same_goods(barcode))
        return next((sku for sku in found if sku is not None), None)


def _each(query: Any, column: Any, values: Iterable[str]) -> Iterator[Any]:
    """Rows with one of many values, asked for in parts."""
    for chunk in in_chunks(sorted(values)):
        yield from db.session.scalars(query.where(column.in_(chunk)))


def in_chunks(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """Few enough for one statement."""
    for begin in range(0, len(things), CHUNK):
        yield things[begin : begin + CHUNK]


@dataclass(slots=True)
class _Group:
    """The rows of one product."""

    product_id: int | None
    name: str = ""
    goods: list[Goods] = field(default_factory=list)

    def settle(self, known: Known, rows: list[PlannedRow]) -> ProductTold | None:
        """Say what happens to each row; what there is to do, if there is anything."""
        key, todo = self.goods[0].row, []
        description = next((one.description for one in self.goods if one.description), "")
        for one in self.goods:
            sku = known.skus.get(one.sku)
            changes = differences(sku, one, description) if sku else []
            verdict = "unchanged" if sku and not changes else "changed" if sku else "new"
            reason = " · ".join(changes) or ("" if sku or not self.product_id else "Another variant of it.")
            rows.append(PlannedRow(one.row, one.sku, self._called(one, sku), verdict, reason, key))
            todo += [one] if verdict != "unchanged" else []
        return ProductTold(key, self.product_id, self.name, description, tuple(todo)) if todo else None

    def _called(self, one: Goods, sku: Sku | None) -> str:
        name, variant = one.name or self.name, one.variant
        if sku:
            name, variant = name or sku.name, variant or sku.variant
        return f"{name} · {variant}" if variant else name


@dataclass(slots=True)
class _Groups:
    """Rows of one product belong together: by what is known already, else by the file's own handle or name."""

    known: Known
    goods: Sequence[Goods]
    found: dict[Any, _Group] = field(default_factory=dict)
    _skus: dict[str, Goods] = field(default_factory=dict)
    _barcodes: dict[str, Goods] = field(default_factory=dict)
    _siblings: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.goods:
            sku = self.known.skus.get(one.sku)
            if sku and one.group:
                self._siblings.setdefault(one.group, sku.product_id)

    def put(self, one: Goods) -> list[PlannedRow]:
        """Into its group; the answer is the row where it goes into none."""
        first = self._skus.setdefault(one.sku, one)
        if first is not one and one.bin and _facts(first) == _facts(one):
            return [PlannedRow(one.row, one.sku, one.name, "unchanged", f"Another bin of row {first.row}.")]
        why = self._why_not(one, first)
        if why:
            return [PlannedRow(one.row, one.sku, one.name, "refused", why)]
        for code in same_goods(one.barcode) if one.barcode else ():
            self._barcodes.setdefault(code, one)
        group = self._group(one)
        group.name = group.name or one.name
        group.goods.append(one)
        return []

    def _why_not(self, one: Goods, first: Goods) -> str:
        if first is not one:
            return f"The SKU {one.sku} stands in row {first.row} already."
        sku, group = self.known.skus.get(one.sku), self._group_of(one)
        if not sku and not one.name:
            return f"There is no item {one.sku} yet, and the row has no product name for a new one."
        if not sku and group is None:
            return f"There are several products called “{one.name}”. Add this variant on the page of the right one."
        other = self.found.get(group)
        if other and one.name and other.name not in {"", one.name}:
            return f"Row {other.goods[0].row} calls the same product “{other.name}”: one of the two is wrong."
        return self._why_not_barcode(one)

    def _why_not_barcode(self, one: Goods) -> str:
        if not one.barcode:
            return ""
        wearer, same = self.known.wearer(one.barcode), self._barcodes.get(one.barcode)
        if wearer and wearer.code != one.sku:
            return f"The barcode {one.barcode} is already on {wearer.full_name} ({wearer.code})."
        return f"The barcode {one.barcode} stands in row {same.row} already." if same else ""

    def _group_of(self, one: Goods) -> Any:
        """The id of a product, the name of a new one, or None where there are several to choose from."""
        sku = self.known.skus.get(one.sku)
        if sku:
            return sku.product_id
        if one.group in self._siblings:
            return self._siblings[one.group]
        same = self.known.products.get(one.name, [])
        return same[0] if len(same) == 1 else one.group if not same else None

    def _group(self, one: Goods) -> _Group:
        key = self._group_of(one)
        return self.found.setdefault(key, _Group(key if isinstance(key, int) else None))


def _facts(one: Goods) -> tuple[Any, ...]:
    return one.name, one.variant, one.barcode, one.weight_g


def differences(sku: Sku, one: Goods, description: str) -> list[str]:
    """What a row would change about a SKU, each as a person reads it. Blank cells change nothing."""
    told = {
        "Name": (sku.name, one.name),
        "Variant": (sku.variant, one.variant),
        "Weight in grams": (sku.weight_g, one.weight_g),
    }
    found = [f"{word}: {old or '–'} → {new}" for word, (old, new) in told.items() if new and new != old]
    if description and description != sku.product.description:
        found.append("Another description")
    if one.barcode and not {barcode.code for barcode in sku.barcodes} & set(same_goods(one.barcode)):
        found.append(f"Barcode {one.barcode} is added")
    return found
