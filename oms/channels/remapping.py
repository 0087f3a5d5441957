"""A name of a channel gets another meaning. Orders that have the old one keep what they were promised."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from oms.catalog.models import Sku
from oms.channels.facts import ListingChanged
from oms.channels.listings import one_each, refuse_wrong, solve, unsolve, waiting_lines
from oms.channels.models import Listing, ListingPart
from oms.core.db import db
from oms.core.errors import Missing, Refused, Stale
from oms.core.events import record
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.core.versions import SENTENCE
from oms.orders.placing import Part

Meaning = tuple[Part, ...]


@verb(undoable())
def remap_listing(listing_id: int, seen: Meaning, parts: Meaning, *, by: By) -> int:
    """From now on it means these; how many waiting lines that solved. `seen` is what whoever changes it
    saw that it means. Raises Stale where it means something else by now.
    """
    del by
    refuse_wrong(parts)
    listing, parts = _lock(listing_id), one_each(parts)
    before = meaning(listing)
    if before != seen:
        raise Stale(SENTENCE, [("It is", in_words(before), in_words(parts))])
    _write(listing, parts)
    lines = solve(waiting_lines(listing.channel_id, listing.name), parts)
    remember(
        listing_id=listing.id, before=_kept(before), after=_kept(parts), lines=[line.id for line in lines]
    )
    record(ListingChanged(listing.id, len(lines)), about=f"listing:{listing.id}")
    return len(lines)


@remap_listing.undo
def _map_back(operation: Operation) -> None:
    listing = _lock(operation.recall("listing_id"))
    if _kept(meaning(listing)) != operation.recall("after"):
        raise Refused("It was changed again since.")
    unsolve(operation.recall("lines"))
    _write(listing, tuple(Part(sku_id, per) for sku_id, per in operation.recall("before")))


def meaning(listing: Listing) -> Meaning:
    return tuple(Part(part.sku_id, part.quantity) for part in listing.parts)


def in_words(parts: Meaning) -> str:
    """`2 × Desk Lamp · Brass, 1 × Mug`."""
    names = _names(part.sku_id for part in parts)
    return ", ".join(f"{part.per} × {names[part.sku_id]}" for part in parts)


def _names(sku_ids: Iterable[int]) -> dict[int, str]:
    query = select(Sku).where(Sku.id.in_(set(sku_ids))).options(joinedload(Sku.product))
    return {sku.id: sku.full_name for sku in db.session.scalars(query)}


def _lock(listing_id: int) -> Listing:
    listing = db.session.get(Listing, listing_id, with_for_update=True, populate_existing=True)
    if listing is None:
        raise Missing("This name is not mapped any more.")
    return listing


def _write(listing: Listing, parts: Meaning) -> None:
    listing.parts = []
    db.session.flush()  # the old ones go first, since of each SKU there is one
    listing.parts = [ListingPart(sku_id=part.sku_id, quantity=part.per) for part in parts]
    db.session.flush()


def _kept(parts: Meaning) -> list[list[int]]:
    return [[part.sku_id, part.per] for part in parts]
