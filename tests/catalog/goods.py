"""Short ways to look at the catalogue, and pictures to upload."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from oms.catalog.models import Sku
from oms.catalog.queries import products_page, sku_for_page
from oms.catalog.recognising import recognise_item
from oms.core.operations import By
from oms.core.undoing import undo_operation
from tests.shop import Shop


def found(shop: Shop, words: str) -> list[str]:
    with shop.inside():
        return [product.name for product in products_page(words).products]


def sku(shop: Shop, sku_id: int) -> Sku:
    with shop.inside() as session:
        one = sku_for_page(sku_id)
        session.expunge_all()
        return one


def known_as(shop: Shop, code: str) -> tuple[str, int] | None:
    """The SKU and the quantity that a scanned code stands for."""
    with shop.inside():
        item = recognise_item(code)
        return (item.sku.code, item.quantity) if item else None


def undo(shop: Shop, by: By) -> None:
    with shop.inside():
        undo_operation(by.operation_id, by=shop.by())


def picture(
    width: int = 40, height: int = 30, form: str = "PNG", mode: str = "RGB", **options: object
) -> bytes:
    written = BytesIO()
    colour = "teal" if mode == "RGB" else (0, 128, 128, 40)
    Image.new(mode, (width, height), colour).save(written, form, **options)
    return written.getvalue()
