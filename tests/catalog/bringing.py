"""Short ways to bring products in by file: a file of rows, what would become of them, what became of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from sqlalchemy import select

from oms.catalog.goods import read_goods
from oms.catalog.models import GoodsFile, Product, Sku
from oms.catalog.planning import plan_goods
from oms.catalog.taking_in import find_file, keep_goods_file, run_goods_file, start_goods_file
from oms.core.delivering import deliver_due
from oms.core.operations import By
from oms.inventory.bringing import start_stock_file
from oms.reading.content import Content
from tests.shop import Shop

HEADER = ("Product", "Variant", "SKU", "Barcode", "Weight g", "Description", "Bin", "Quantity")
LAMP = ["Desk Lamp", "", "LAMP", "", "1450", "", "A-02-1", 5]
CANDLE, CANDLE_CODE = "CAN-20", "4006381333979"


def table(*rows: Iterable[object], header: Iterable[str] = HEADER, delimiter: str = ",") -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([list(header), *map(list, rows)])
    return written.getvalue().encode()


def candle(**cells: object) -> list[object]:
    """A row of something that the shop does not have yet."""
    told = dict(zip(HEADER, ("Beeswax Candle", "20 cm", CANDLE, CANDLE_CODE, 160, "", "", ""), strict=True))
    return list((told | cells).values())


def keep(shop: Shop, content: bytes, name: str = "products.csv") -> int:
    with shop.inside():
        return keep_goods_file(name, Content(content), by=shop.by())


def take(shop: Shop, content: bytes) -> int:
    """A file taken in; its id."""
    file_id = keep(shop, content)
    with shop.inside():
        start_goods_file(file_id, by=shop.by())
        while not run_goods_file(file_id):
            pass
    return file_id


def work(shop: Shop) -> None:
    """The worker does what is due."""
    with shop.inside():
        deliver_due()


def planned(shop: Shop, content: bytes) -> list[tuple[int, str, str]]:
    """Of each row of the preview: the row of the file, the verdict and why."""
    with shop.inside():
        return [(row.row, row.verdict, row.reason) for row in plan_goods(read_goods(content)).rows]


def failures(shop: Shop, file_id: int) -> dict[str, str]:
    with shop.inside():
        return dict(find_file(GoodsFile, file_id).failed or {})


def products(shop: Shop) -> dict[str, list[tuple[str, str, int | None]]]:
    """What there is: of each product its SKUs, each with its variant and weight."""
    query = select(Product.name, Sku.code, Sku.variant, Sku.weight_g).join(Sku, Sku.product_id == Product.id)
    found: dict[str, list[tuple[str, str, int | None]]] = {}
    with shop.inside() as session:
        for name, code, variant, weight in session.execute(query.order_by(Product.name, Sku.code)):
            found.setdefault(name, []).append((code, variant, weight))
    return found


def part(shop: Shop, file_id: int, key: int, who: str = "Ada") -> By:
    """The act by which one product of a file was taken in."""
    return By(shop.by(who).actor, f"goodsfile:{file_id}/{key}")


def files_of(shop: Shop, words: str) -> int:
    """Files in which somebody wrote these words: one that is begun, and one that waits; its id."""
    header = ("SKU", "Product", "Bin", "Quantity")
    file_id = keep(shop, table(["NEW", words, "", ""], ["TWINE", "", "A-10-1", 31], header=header), words)
    with shop.inside():
        start_goods_file(file_id, by=shop.by())
        start_stock_file(file_id, by=shop.by())
    return keep(shop, table(["LAMP", words, "A-01-1", 7], [words, words, words, 1], header=header), words)
