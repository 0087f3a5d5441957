"""Which offers are what here, how many of each may be told, and which of them a channel believes otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from oms.catalog.models import Sku
from oms.channels.levels import Level, level_of
from oms.channels.models import Channel, Listing, ListingPart
from oms.core import clock
from oms.core.db import db
from oms.inventory.models import Stock
from oms.outgoing.models import Offer

GRACE = timedelta(seconds=60)
"""How long the orders may take to arrive here by which a channel has fewer than it was told."""

LIVE = and_(Offer.gone_at.is_(None), Offer.is_ours)
SAID_LAST = and_(Offer.said.is_not(None), or_(Offer.told_at.is_(None), Offer.said_at > Offer.told_at))
BELIEVED = case((SAID_LAST, Offer.said), else_=Offer.told)
"""The last word on what the channel has: its own, or ours."""

SKU_ID = func.coalesce(ListingPart.sku_id, Sku.id)
PER = func.coalesce(ListingPart.quantity, 1)
LEFT = case((Stock.on_hand > Stock.reserved, Stock.on_hand - Stock.reserved), else_=0)
MAKES = func.min(LEFT // PER)
SPARE = case((Channel.stock_buffer < MAKES, MAKES - Channel.stock_buffer), else_=0)
LEVEL = case((Channel.stock_cap < SPARE, Channel.stock_cap), else_=SPARE)
IS_KNOWN = func.count() == func.count(Stock.sku_id)
"""All of its parts have been counted here, at least once."""


def with_parts(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join the offers of a query with what one of each takes: by the channel's listing of that name, else our own
    SKU of that very text; and with what of it lies at the channel's site.
    """
    return (
        query.select_from(Offer)
        .join(Channel, Channel.id == Offer.channel_id)
        .outerjoin(Listing, and_(Listing.channel_id == Offer.channel_id, Listing.name == Offer.name))
        .outerjoin(ListingPart, ListingPart.listing_id == Listing.id)
        .outerjoin(Sku, and_(Listing.id.is_(None), Sku.code == Offer.name))
        .outerjoin(Stock, and_(Stock.sku_id == SKU_ID, Stock.site_id == Channel.site_id))
    )


def offers_where(
    condition: ColumnElement[bool], measured: ColumnElement[bool], *columns: Any
) -> Select[*tuple[Any, ...]]:
    """For finding among thousands of offers: `measured` speaks of LEVEL and IS_KNOWN."""
    return with_parts(select(*columns)).where(condition).group_by(Offer.id, Channel.id).having(measured)


def differs(at: datetime) -> ColumnElement[bool]:
    """The channel believes otherwise, and is to be told. Where it says that it has fewer than it was told, it has
    sold some: its orders may take a while to arrive here, and until then it is not told that there are more.
    """
    has_fewer = and_(SAID_LAST, Offer.told.is_not(None), Offer.said < Offer.told)
    sold_there = and_(has_fewer, Offer.said < LEVEL, Offer.said_at > at - GRACE)
    return and_(IS_KNOWN, or_(BELIEVED.is_(None), LEVEL != BELIEVED), ~sold_there)


def levels_of(condition: ColumnElement[bool]) -> dict[int, Level]:
    """How many of each offer its channel may be told now, in one read; those of which nobody knows are left out."""
    columns = (Offer.id, SKU_ID, PER, Stock.on_hand - Stock.reserved, Channel.stock_buffer, Channel.stock_cap)
    takes: dict[int, list[tuple[int, int]]] = defaultdict(list)
    available: dict[int, dict[int, int]] = defaultdict(dict)
    limits: dict[int, tuple[int, int | None]] = {}
    query = with_parts(select(*columns)).where(condition, SKU_ID.is_not(None))
    for offer_id, sku_id, per, left, buffer, cap in db.session.execute(query):
        takes[offer_id].append((sku_id, per))
        limits[offer_id] = buffer, cap
        if left is not None:
            available[offer_id][sku_id] = left
    found = {one: level_of(takes[one], available[one], *limits[one]) for one in takes}
    return {offer_id: level for offer_id, level in found.items() if level is not None}


def accounts_that_differ(channel_ids: Collection[int]) -> list[int]:
    """Which of these accounts have to be told something."""
    condition = and_(LIVE, Offer.channel_id.in_(channel_ids))
    return list(
        db.session.scalars(offers_where(condition, differs(clock.now()), Offer.channel_id).distinct())
    )
