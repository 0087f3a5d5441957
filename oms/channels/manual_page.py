"""What somebody had typed into a new order when it was refused, so that none of it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from oms.catalog.models import Sku
from oms.core.db import db
from oms.core.digits import whole
from oms.inventory.queries import figures_of


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One item of the form, with how many may be sold."""

    sku: Sku
    available: int
    quantity: str
    price: str


def typed_lines(form: MultiDict[str, str]) -> list[TypedLine]:
    """The items of a form; one that does not exist is left out."""
    ids = form.getlist("sku_id", type=whole)
    query = select(Sku).where(Sku.id.in_(ids)).options(joinedload(Sku.product))
    skus = {sku.id: sku for sku in db.session.scalars(query)}
    figures = figures_of(skus)
    typed = zip_longest(ids, form.getlist("quantity"), form.getlist("price"), fillvalue="")
    return [
        TypedLine(skus[sku_id], figures[sku_id].available, quantity, price)
        for sku_id, quantity, price in typed
        if sku_id in skus
    ]
