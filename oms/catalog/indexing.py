"""What a SKU is found by, kept in one folded text."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from oms.catalog.models import Sku
from oms.core.db import db
from oms.core.folding import fold


def index_skus(product_id: int) -> None:
    """Write anew what the SKUs of a product are found by. Part of a verb."""
    db.session.flush()
    query = (
        select(Sku)
        .where(Sku.product_id == product_id)
        .options(selectinload(Sku.barcodes))
        .execution_options(populate_existing=True)
    )
    for sku in db.session.scalars(query):
        codes = [barcode.code for barcode in sku.barcodes]
        sku.search = fold(" ".join([sku.name, sku.variant, sku.code, *codes, sku.product.description]))
