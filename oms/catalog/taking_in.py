"""Taking in a file of products: looked at by a person, then one transaction for each product.

What is done is worked out from the file and from the catalogue as it is, so a worker that dies goes on
where it was, and the same file again finds nothing to do. Blank cells and missing rows take nothing away.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import defer

from oms.catalog.barcodes import write_barcode
from oms.catalog.check_digits import same_goods
from oms.catalog.facts import GoodsFileStarted, ProductAdded, ProductChanged, SkuChanged
from oms.catalog.goods import Goods, read_goods
from oms.catalog.indexing import index_skus
from oms.catalog.models import Barcode, GoodsFile, Product, Sku, TakenIn
from oms.catalog.planning import Plan, PlannedRow, ProductTold, plan_goods, refused_since
from oms.catalog.service import (
    WORDS,
    SkuDraft,
    lock_product,
    remove_product,
    remove_sku,
    sku_values,
    write_sku,
)
from oms.core.db import db
from oms.core.errors import Missing, Refused
from oms.core.events import record
from oms.core.operations import By, Operation, current_operation, final, remember, undoable, verb
from oms.core.versions import change, change_back

LATER = "What was taken in stays; each product of it can be taken back on the page of the file."
F = TypeVar("F", bound=TakenIn)


@verb(final("A file that arrived is kept; it changes nothing until somebody takes it in."))
def keep_goods_file(filename: str, content: bytes, *, by: By) -> int:
    """Store a file as it came. One that cannot be read is refused whole, with the sentence why."""
    read_goods(content)
    file = GoodsFile(
        filename=filename[-200:],
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        arrived_at=current_operation().at,
        arrived_by=by.actor,
    )
    db.session.add(file)
    db.session.flush()
    return file.id


@verb(final(LATER))
def start_goods_file(file_id: int, *, by: By) -> None:
    """A person looked at the preview and says go. The worker takes the products in, one by one."""
    file = lock_file(GoodsFile, file_id)
    plan = plan_goods(read_goods(file.content))
    begin(file, [asdict(row) for row in plan.rows], len(plan.products), by)
    record(GoodsFileStarted(file.id), about=f"goods_file:{file.id}")


def begin(file: TakenIn, told: list[dict[str, Any]], steps: int, by: By) -> None:
    """Part of a verb: what was said of each row is kept, as what becomes of it."""
    if file.phase != "preview":
        raise Refused("This file is being taken in already.")
    if not steps:
        raise Refused("Nothing in this file is new.")
    file.started_at, file.started_by = current_operation().at, by.actor
    file.told, file.steps, file.failed = told, steps, {}


def run_goods_file(file_id: int, *, seconds: float = 5.0) -> bool:
    """Take in what waits, for so long at the most; True once all is done. Safe to run again after a crash."""
    plan, by = plan_of(file_id), doer(GoodsFile, file_id)
    left = {str(told.key): told for told in plan.products}

    def take(key: str, by: By) -> None:
        take_product(left[key], by=by)

    def fail(key: str, sentence: str, by: By) -> None:
        note_failure(file_id, key, sentence, by=by)

    if not work_off(left, by, take, fail, seconds):
        return False
    finish_goods_file(
        file_id, refused_since(kept_rows(find_file(GoodsFile, file_id)), plan.rows), by=by.part("finished")
    )
    return True


def kept_rows(file: TakenIn) -> list[PlannedRow]:
    """What was said of each row when somebody said go."""
    return [PlannedRow(**told) for told in file.told or []]


def work_off(
    keys: Iterable[str],
    by: By,
    take: Callable[[str, By], None],
    fail: Callable[[str, str, By], None],
    seconds: float,
) -> bool:
    """A transaction for each key, until the time is over. A refusal is kept and never stops the others."""
    until, before = time.monotonic() + seconds, done_of(by.operation_id)
    for key in keys:
        if f"{by.operation_id}/{key}" in before or f"{by.operation_id}/{key}/failed" in before:
            continue
        if time.monotonic() > until:
            return False
        try:
            take(key, by.part(key))
        except Refused as refusal:
            fail(key, refusal.sentence, by.part(f"{key}/failed"))
    return True


def done_of(operation_id: str) -> dict[str, Operation]:
    """The operations that were parts of this one, by their ids."""
    query = select(Operation).where(Operation.id.startswith(f"{operation_id}/", autoescape=True))
    return {operation.id: operation for operation in db.session.scalars(query)}


@verb(undoable())
def take_product(told: ProductTold, *, by: By) -> int:
    """One product of a file with those of its variants that are new or differ."""
    del by
    if told.product_id is None:
        product, before = Product(name=told.name, description=told.description), None
        db.session.add(product)
        db.session.flush()
        record(ProductAdded(product.id), about=f"product:{product.id}")
    else:
        product = lock_product(told.product_id)
        before = _change_product(product, told)
    skus = [_take_sku(product.id, one) for one in told.goods]
    index_skus(product.id)
    remember(
        product_id=product.id,
        is_new=told.product_id is None,
        before=before,
        version=product.version,
        skus=skus,
    )
    return product.id


def _change_product(product: Product, told: ProductTold) -> dict[str, Any] | None:
    new = {"name": told.name or product.name, "description": told.description or product.description}
    if new == {name: getattr(product, name) for name in new}:
        return None
    record(ProductChanged(product.id), about=f"product:{product.id}")
    return change(product, product.version, new, WORDS)


def _take_sku(product_id: int, one: Goods) -> dict[str, Any]:
    """What the undo has to know of it."""
    sku = db.session.scalar(select(Sku).where(Sku.code == one.sku).with_for_update(of=Sku))
    if sku is None:
        draft = SkuDraft(one.sku, one.variant, bool(one.barcode), one.weight_g)
        return {"added": write_sku(product_id, draft, one.barcode)}
    if sku.product_id != product_id:
        raise Refused(f"{one.sku} belongs to another product by now.")
    return {
        "sku_id": sku.id,
        "before": _change_sku(sku, one),
        "version": sku.version,
        "barcode": _wear(sku, one),
    }


def _change_sku(sku: Sku, one: Goods) -> dict[str, Any] | None:
    weight = sku.weight_g if one.weight_g is None else one.weight_g
    draft = SkuDraft(sku.code, one.variant or sku.variant, sku.scannable or bool(one.barcode), weight)
    new = sku_values(draft)
    if new == {name: getattr(sku, name) for name in new}:
        return None
    record(SkuChanged(sku.id), about=f"sku:{sku.id}")
    return change(sku, sku.version, new, WORDS)


def _wear(sku: Sku, one: Goods) -> int | None:
    """The id of the barcode that it got, if it got one."""
    if not one.barcode:
        return None
    wearing = select(Barcode.id).where(Barcode.sku_id == sku.id, Barcode.code.in_(same_goods(one.barcode)))
    return None if db.session.scalar(wearing) else write_barcode(sku.id, one.barcode).id


@take_product.undo
def _take_back(operation: Operation) -> None:
    product = lock_product(operation.recall("product_id"))
    if operation.recall("is_new"):
        remove_product(product)
        return
    for told in operation.recall("skus"):
        _take_back_sku(told)
    if operation.recall("before"):
        change_back(product, operation.recall("version"), operation.recall("before"))
    index_skus(product.id)


def _take_back_sku(told: dict[str, Any]) -> None:
    if "added" in told:
        remove_sku(told["added"])
        return
    barcode = db.session.get(Barcode, told["barcode"]) if told["barcode"] else None
    if barcode:
        db.session.delete(barcode)
    if told["before"]:
        change_back(
            db.session.get_one(Sku, told["sku_id"], with_for_update={"of": Sku}),
            told["version"],
            told["before"],
        )


@verb(final(LATER))
def note_failure(file_id: int, key: str, sentence: str, *, by: By) -> None:
    del by
    file = lock_file(GoodsFile, file_id)
    file.failed = {**(file.failed or {}), key: sentence}


@verb(final(LATER))
def finish_goods_file(file_id: int, refused: dict[str, str], *, by: By) -> None:
    del by
    finish(lock_file(GoodsFile, file_id), refused)


def finish(file: TakenIn, refused: dict[str, str]) -> None:
    """Part of a verb."""
    if file.finished_at is None:
        file.finished_at, file.failed = current_operation().at, {**(file.failed or {}), **refused}


def plan_of(file_id: int) -> Plan:
    """What would be done with a file now."""
    plan = plan_goods(read_goods(find_file(GoodsFile, file_id).content))
    db.session.rollback()
    return plan


def doer(kind: type[F], file_id: int) -> By:
    """Whoever said go, with an id under which each part of the work is done once."""
    file = find_file(kind, file_id)
    return By(file.started_by or "worker", f"{kind.__name__.lower()}:{file_id}")


def find_file(kind: type[F], file_id: int) -> F:
    file = db.session.get(kind, file_id)
    if file is None:
        raise Missing("There is no such file.")
    return file


def lock_file(kind: type[F], file_id: int) -> F:
    file = db.session.get(kind, file_id, with_for_update=True, populate_existing=True)
    if file is None:
        raise Missing("There is no such file.")
    return file


def files_lately(limit: int = 20) -> list[GoodsFile]:
    """The files that came, the latest first."""
    query = select(GoodsFile).options(defer(GoodsFile.told)).order_by(GoodsFile.id.desc())
    return list(db.session.scalars(query.limit(limit)))
