"""Telling a channel by a file that somebody uploads how many are left of each offer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import and_, func, select

from oms.channels.levels import Level
from oms.channels.models import Channel
from oms.channels.uploads import StockRow, StockUpload
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.operations import By, current_operation, final, verb
from oms.inventory.models import Demand
from oms.orders.models import LinePart, Order, OrderLine
from oms.outgoing.files import STOCK, keep_file, lock_account, upload_of, wanted_template
from oms.outgoing.measuring import LIVE, levels_of
from oms.outgoing.models import Offer
from oms.outgoing.offers import refuse_told_by_itself, take_known_names

NO_OFFERS = "Give the channel's own stock file first: it says what is on offer there."
NO_ROWS = "None of what is on offer there can go into a file yet: each says why."
UNKNOWN = "Nobody has said yet what it is here, or it was never counted."


@verb(final("Make a newer file instead: it says what is true then."))
def make_stock_file(channel_id: int, *, by: By) -> int:
    """One file of how many are left of all that an account offers; its id. What cannot go in says why."""
    del by
    channel = lock_account(channel_id)
    upload = cast("StockUpload", upload_of(channel, STOCK))
    refuse_told_by_itself(channel)
    if not upload.wants_template:
        take_known_names(channel)
    offers, levels = _offers(channel), levels_of(and_(LIVE, Offer.channel_id == channel_id))
    known = [offer for offer in offers if offer.id in levels]
    written = upload.write(_rows(channel, known, levels), wanted_template(channel, STOCK))
    unknown = {offer.name: UNKNOWN for offer in offers if offer.id not in levels}
    written = replace(written, left_out={**unknown, **written.left_out})
    into = [offer for offer in known if offer.name not in written.left_out]
    if not into:
        raise Refused(NO_ROWS)
    for offer in into:
        offer.told, offer.told_at = levels[offer.id].quantity, current_operation().at
        offer.refusal = None
    return keep_file(channel_id, STOCK, written, len(into)).id


def _offers(channel: Channel) -> Sequence[Offer]:
    query = select(Offer).where(LIVE, Offer.channel_id == channel.id).order_by(Offer.name, Offer.id)
    found = db.session.scalars(query.with_for_update()).all()
    if not found:
        raise Refused(NO_OFFERS)
    return found


def _rows(channel: Channel, offers: Sequence[Offer], levels: Mapping[int, Level]) -> list[StockRow]:
    """Where two offers have one name, nobody knows of which an order is: then nothing counts as promised, so that
    rather too few are told than too many.
    """
    promised = promised_units(channel)
    names = Counter(offer.name for offer in offers)
    return [
        StockRow(
            name=offer.name,
            available=levels[offer.id].quantity,
            promised=promised.get(offer.name, 0) if names[offer.name] == 1 else 0,
            remote=dict(offer.remote),
        )
        for offer in offers
    ]


def promised_units(channel: Channel) -> dict[str, int]:
    """How many of each name lie here for open orders of the channel, in shelves, totes and parcels: whole units of
    what it sold, as it counts them.
    """
    here = (Demand.reserved + Demand.picked - Demand.gone) // LinePart.per
    lines = (
        select(OrderLine.sku_text.label("name"), func.min(here).label("units"))
        .join(OrderLine.order)
        .join(OrderLine.parts)
        .join(LinePart.demand)
        .where(Order.came_from == channel.key, Order.closed_at.is_(None), OrderLine.sku_text.is_not(None))
        .group_by(OrderLine.id)
        .subquery()
    )
    query = select(lines.c.name, func.sum(lines.c.units)).group_by(lines.c.name)
    return {name: int(units) for name, units in db.session.execute(query)}
