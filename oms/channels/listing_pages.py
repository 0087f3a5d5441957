"""What the pages show of what a channel calls our goods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from oms.catalog.models import Sku
from oms.channels.models import Listing
from oms.core.db import db
from oms.core.errors import Missing
from oms.inventory.queries import figures_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Meant:
    """So many of a SKU in one of the listing, and how many may be sold."""

    sku: Sku
    quantity: int
    available: int


@dataclass(frozen=True, slots=True)
class Known:
    listing: Listing
    parts: tuple[Meant, ...]


def listings_of(channel_id: int, words: str, after: str = "") -> tuple[list[Known], str | None]:
    """A page of a channel's names in their order, those with the words in them, and where the next begins."""
    query = select(Listing).where(Listing.channel_id == channel_id, Listing.name > after)
    if words:
        query = query.where(Listing.name.icontains(words, autoescape=True))
    found = db.session.scalars(query.order_by(Listing.name).limit(PAGE + 1)).all()
    return _known(found[:PAGE]), found[PAGE - 1].name if len(found) > PAGE else None


def find_listing(listing_id: int) -> Known:
    listing = db.session.get(Listing, listing_id)
    if listing is None:
        raise Missing("This name is not mapped.")
    return _known([listing])[0]


def _known(listings: Sequence[Listing]) -> list[Known]:
    ids = {part.sku_id for listing in listings for part in listing.parts}
    query = select(Sku).where(Sku.id.in_(ids)).options(joinedload(Sku.product))
    skus, figures = {sku.id: sku for sku in db.session.scalars(query)}, figures_of(ids)
    return [
        Known(
            listing,
            tuple(
                Meant(skus[part.sku_id], part.quantity, figures[part.sku_id].available)
                for part in listing.parts
            ),
        )
        for listing in listings
    ]
