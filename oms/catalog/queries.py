"""Finding products and SKUs: by what is typed, by what is scanned, and page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select, tuple_
from sqlalchemy.orm import selectinload

from oms.catalog.models import Picture, Product, Sku
from oms.core.db import db
from oms.core.digits import is_whole
from oms.core.errors import Missing
from oms.core.folding import fold

PAGE = 50


@dataclass(frozen=True, slots=True)
class ProductPage:
    """`after` is where the next page begins, or None at the end."""

    products: tuple[Product, ...]
    after: str | None


def found_by(words: str) -> ColumnElement[bool]:
    """SKUs that have all the words in their name, variant, code, barcodes or description."""
    return and_(True, *(Sku.search.contains(word, autoescape=True) for word in fold(words).split()))


def products_page(words: str, after: str = "") -> ProductPage:
    """Products by name with their SKUs, those that match, from where `after` says."""
    query = select(Product).order_by(Product.name, Product.id).options(selectinload(Product.skus))
    if words.strip():
        query = query.where(_matching(words))
    begin = _begin(after)
    if begin:
        query = query.where(tuple_(Product.name, Product.id) > tuple_(*begin))
    found = db.session.scalars(query.limit(PAGE + 1)).all()
    last = found[PAGE - 1] if len(found) > PAGE else None
    return ProductPage(tuple(found[:PAGE]), f"{last.id}~{last.name}" if last else None)


def _matching(words: str) -> ColumnElement[bool]:
    """A product that has no SKU yet is found by its name alone."""
    bare = and_(True, *(Product.name.icontains(word, autoescape=True) for word in words.split()))
    return Product.id.in_(select(Sku.product_id).where(found_by(words))) | bare


def _begin(after: str) -> tuple[Any, int] | None:
    number, _, name = after.partition("~")
    return (name, int(number)) if is_whole(number) else None


def product_for_page(product_id: int) -> Product:
    """The product with its SKUs and their barcodes. Raises Missing."""
    product = db.session.get(
        Product,
        product_id,
        options=[selectinload(Product.skus).selectinload(Sku.barcodes)],
        populate_existing=True,  # a verb that refused may have left it in the session, without them
    )
    if product is None:
        raise Missing("There is no such product.")
    return product


def sku_for_page(sku_id: int) -> Sku:
    """The SKU with its product and barcodes. Raises Missing."""
    sku = db.session.get(Sku, sku_id, options=[selectinload(Sku.barcodes)], populate_existing=True)
    if sku is None:
        raise Missing("There is no such item.")
    return sku


def picture_of(sku_id: int) -> Picture | None:
    return db.session.get(Picture, sku_id)
