"""The codes that are printed on goods and packs, each of them on one SKU only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from oms.catalog.check_digits import same_goods
from oms.catalog.facts import BarcodeAdded, BarcodeRemoved
from oms.catalog.indexing import index_skus
from oms.catalog.models import Barcode, Sku
from oms.core.constraints import refusing
from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, remember, undoable, verb

LONGEST = 80


@verb(undoable())
def add_barcode(sku_id: int, code: str, quantity: int = 1, *, by: By) -> int:
    """A code by which scanners know a SKU; that of a pack counts for several."""
    del by
    barcode = write_barcode(sku_id, code, quantity)
    remember(barcode_id=barcode.id)
    index_skus(barcode.sku.product_id)
    record(BarcodeAdded(sku_id, barcode.code, quantity), about=f"sku:{sku_id}")
    return barcode.id


@add_barcode.undo
def _take_off(operation: Operation) -> None:
    barcode = db.session.get(Barcode, operation.recall("barcode_id"), options=[joinedload(Barcode.sku)])
    if barcode is None:
        raise Refused("This barcode was removed since.")
    take_off(barcode)


@verb(undoable())
def remove_barcode(barcode_id: int, *, by: By) -> int:
    """The code is no longer on this SKU, whose id is the answer, and may go on another one."""
    del by
    barcode = db.session.get(Barcode, barcode_id, options=[joinedload(Barcode.sku)])
    if barcode is None:
        raise Missing("There is no such barcode.")
    sku_id, code, quantity = barcode.sku_id, barcode.code, barcode.quantity
    take_off(barcode)
    remember(sku_id=sku_id, code=code, quantity=quantity)
    record(BarcodeRemoved(sku_id, code), about=f"sku:{sku_id}")
    return sku_id


@remove_barcode.undo
def _put_on_again(operation: Operation) -> None:
    told = {name: operation.recall(name) for name in ("sku_id", "code", "quantity")}
    index_skus(write_barcode(**told).sku.product_id)


def write_barcode(sku_id: int, code: str, quantity: int = 1) -> Barcode:
    """Part of a verb. Refuses a code that is on something else already."""
    code = "".join(code.split())
    if not 0 < len(code) <= LONGEST or not code.isprintable():
        raise WrongInput("Scan or type the barcode.")
    if quantity < 1:
        raise WrongInput("A barcode counts for at least one.")
    _refuse_taken(code)
    barcode = Barcode(sku_id=sku_id, code=code, quantity=quantity)
    with refusing(f"The barcode {code} is already on another item."):
        db.session.add(barcode)
        db.session.flush()
    return db.session.get_one(Barcode, barcode.id, options=[joinedload(Barcode.sku)], populate_existing=True)


def _refuse_taken(code: str) -> None:
    query = select(Sku).join(Barcode, Barcode.sku_id == Sku.id).where(Barcode.code.in_(same_goods(code)))
    other = db.session.scalar(query)
    if other is not None:
        raise Refused(f"The barcode {code} is already on {other.full_name} ({other.code}).")


def take_off(barcode: Barcode) -> None:
    """Part of a verb."""
    product_id = barcode.sku.product_id
    db.session.delete(barcode)
    index_skus(product_id)
