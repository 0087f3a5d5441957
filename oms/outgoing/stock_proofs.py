"""What has to hold between what may be sold and what channels believe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select

from oms.channels.facts import AccountChanged, ConnectionChanged, ListingChanged, ListingMapped
from oms.channels.models import Connection, Listing, Pulse
from oms.core import clock
from oms.core.db import db
from oms.core.events import Event
from oms.core.undoing import Undone
from oms.inventory.models import Demand, Move
from oms.inventory.proving import Mismatch, check, count_of
from oms.outgoing.measuring import BELIEVED, IS_KNOWN, LEVEL, LIVE, SKU_ID, offers_where, with_parts
from oms.outgoing.models import Offer
from oms.outgoing.stock_ways import TELLER, telling_accounts, under_way

LIMITS = [one.__name__ for one in (AccountChanged, ConnectionChanged, ListingMapped, ListingChanged, Undone)]
PATIENCE = timedelta(minutes=2)
"""A worker that works has told a channel long before: what changed later than this proves nothing."""


@check("No channel that we tell believes in more than may be sold", count_of(Offer))
def _told_too_many() -> Iterator[Mismatch]:
    """Of what was not refused, and where nothing is on its way: a worker looks every second."""
    accounts = telling_accounts()
    accounts -= under_way(TELLER, accounts).keys()
    condition = and_(LIVE, Offer.channel_id.in_(accounts), Offer.refusal.is_(None))
    query = offers_where(condition, and_(IS_KNOWN, LEVEL < BELIEVED), Offer.id, LEVEL)
    for offer_id, level in db.session.execute(query).all():
        offer = db.session.get_one(Offer, offer_id)
        if _quiet_since(offer) < clock.now() - PATIENCE:
            what = f"“{offer.name}” on channel {offer.channel_id}"
            where = f"/channels/{offer.channel_id}/offers"
            yield Mismatch("told", what, offer.believed or 0, int(level), where)


def _quiet_since(offer: Offer) -> datetime:
    """When anything happened last that may have changed how many of it may be told."""
    parts = with_parts(select(SKU_ID)).where(Offer.id == offer.id)
    owners = select(Demand.owner).where(Demand.sku_id.in_(parts), Demand.reserved > 0)
    listing = Listing.channel_id == offer.channel_id, Listing.name == offer.name
    subjects = [f"channel:{offer.channel_id}"]
    subjects += [f"listing:{one}" for one in db.session.scalars(select(Listing.id).where(*listing))]
    asked = (
        select(func.max(Move.at)).where(Move.sku_id.in_(parts)),
        select(func.max(Event.at)).where(Event.about.in_(owners)),
        select(func.max(Event.at)).where(Event.about.in_(subjects), Event.kind.in_(LIMITS)),
        select(Connection.since).where(Connection.channel_id == offer.channel_id),
        select(Pulse.offers_read_at).where(Pulse.channel_id == offer.channel_id),
    )
    moments = [offer.told_at, offer.said_at, *(db.session.scalar(query) for query in asked)]
    return max(at for at in moments if at is not None)
