"""What the worker does with what channels offer. Each waits in the lane of its account."""

from __future__ import annotations

from oms.channels.facts import ConnectionChanged
from oms.core.events import on
from oms.core.operations import By
from oms.outgoing.facts import LevelsChanged, OffersWanted
from oms.outgoing.offers import read_anew, read_offers
from oms.outgoing.stock_telling import tell_levels


@on(ConnectionChanged)
def read_it_anew(fact: ConnectionChanged, by: By) -> None:
    read_anew(fact.channel_id, by=by)


@on(LevelsChanged, lane="channel_id")
def tell_stock(fact: LevelsChanged, by: By) -> None:
    del by
    tell_levels(fact.channel_id)


@on(OffersWanted, lane="channel_id")
def read_what_is_offered(fact: OffersWanted, by: By) -> None:
    del by
    read_offers(fact.channel_id)
