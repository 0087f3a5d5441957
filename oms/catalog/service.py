"""Keeping the catalogue: products and their SKUs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, select

from oms.catalog.barcodes import write_barcode
from oms.catalog.facts import ProductAdded, ProductChanged, SkuAdded, SkuChanged
from oms.catalog.indexing import index_skus
from oms.catalog.models import Barcode, Picture, Product, Sku
from oms.core.constraints import refusing
from oms.core.db import db
from oms.core.errors import Missing, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.core.versions import change, change_back

WORDS = {
    "name": "Name",
    "description": "Description",
    "code": "SKU",
    "variant": "Variant",
    "scannable": "Carries a barcode",
    "weight_g": "Weight in grams",
}


@dataclass(frozen=True, slots=True)
class SkuDraft:
    """A SKU as somebody describes it. Goods that carry no barcode are picked by their bin."""

    code: str
    variant: str = ""
    scannable: bool = True
    weight_g: int | None = None


@verb(undoable())
def add_product(
    name: str, first: SkuDraft | None = None, *, barcode: str = "", description: str = "", by: By
) -> int:
    """Something that is sold, with its first SKU where it is known already."""
    del by
    product = Product(name=_needed(name, "Give it a name."), description=description.strip())
    db.session.add(product)
    db.session.flush()
    remember(product_id=product.id)
    record(ProductAdded(product.id), about=f"product:{product.id}")
    if first is not None:
        write_sku(product.id, first, barcode)
    return product.id


@add_product.undo
def _remove_product(operation: Operation) -> None:
    remove_product(lock_product(operation.recall("product_id")))


@verb(undoable())
def change_product(product_id: int, version: int, name: str, description: str = "", *, by: By) -> None:
    """Another name or description, for all its SKUs. Raises Stale."""
    del by
    product = lock_product(product_id)
    new = {"name": _needed(name, "Give it a name."), "description": description.strip()}
    before = change(product, version, new, WORDS)
    remember(product_id=product.id, before=before, version=product.version)
    index_skus(product.id)
    record(ProductChanged(product.id), about=f"product:{product.id}")


@change_product.undo
def _change_product_back(operation: Operation) -> None:
    product = lock_product(operation.recall("product_id"))
    change_back(product, operation.recall("version"), operation.recall("before"))
    index_skus(product.id)


@verb(undoable())
def add_sku(product_id: int, draft: SkuDraft, *, barcode: str = "", by: By) -> int:
    """Another variant that is counted on its own."""
    del by
    sku_id = write_sku(lock_product(product_id).id, draft, barcode)
    remember(sku_id=sku_id)
    return sku_id


@add_sku.undo
def _remove_added_sku(operation: Operation) -> None:
    remove_sku(operation.recall("sku_id"))


@verb(undoable())
def change_sku(sku_id: int, version: int, draft: SkuDraft, *, by: By) -> None:
    """What a SKU is called and whether it can be scanned; orders and stock stay with it. Raises Stale."""
    del by
    sku = lock_sku(sku_id)
    with refusing(taken(draft.code)):
        before = change(sku, version, sku_values(draft), WORDS)
        db.session.flush()
    remember(sku_id=sku.id, before=before, version=sku.version)
    index_skus(sku.product_id)
    record(SkuChanged(sku.id), about=f"sku:{sku.id}")


@change_sku.undo
def _change_sku_back(operation: Operation) -> None:
    sku = lock_sku(operation.recall("sku_id"))
    with refusing(taken(operation.recall("before")["code"])):
        change_back(sku, operation.recall("version"), operation.recall("before"))
        db.session.flush()
    index_skus(sku.product_id)


def lock_product(product_id: int) -> Product:
    product = db.session.get(Product, product_id, with_for_update=True, populate_existing=True)
    if product is None:
        raise Missing("There is no such product.")
    return product


def lock_sku(sku_id: int) -> Sku:
    query = select(Sku).where(Sku.id == sku_id).with_for_update(of=Sku)
    sku = db.session.scalar(query.execution_options(populate_existing=True))
    if sku is None:
        raise Missing("There is no such item.")
    return sku


def write_sku(product_id: int, draft: SkuDraft, barcode: str) -> int:
    """Part of a verb. Refuses a SKU or a barcode that is on something else already."""
    sku = Sku(product_id=product_id, **sku_values(draft))
    with refusing(taken(draft.code)):
        db.session.add(sku)
        db.session.flush()
    if barcode.strip():
        write_barcode(sku.id, barcode)
    index_skus(product_id)
    record(SkuAdded(sku.id), about=f"sku:{sku.id}")
    return sku.id


def remove_product(product: Product) -> None:
    """Part of an undo: a locked product with all its SKUs."""
    for sku_id in db.session.scalars(select(Sku.id).where(Sku.product_id == product.id)).all():
        remove_sku(sku_id)
    db.session.delete(product)


def remove_sku(sku_id: int) -> None:
    """Part of an undo. Only what nothing points to: no move, no order, no listing."""
    with refusing("It is in use already, so it stays."):
        for table in (Barcode, Picture):
            db.session.execute(delete(table).where(table.sku_id == sku_id))
        db.session.execute(delete(Sku).where(Sku.id == sku_id))


def sku_values(draft: SkuDraft) -> dict[str, Any]:
    told = {"code": _needed(draft.code, "Give it a SKU."), "variant": draft.variant.strip()}
    return asdict(draft) | told


def taken(code: str) -> str:
    return f"There is already an item with the SKU {code.strip()}."


def _needed(text: str, sentence: str) -> str:
    if not text.strip():
        raise WrongInput(sentence)
    return text.strip()
