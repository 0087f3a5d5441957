"""What the pages show of what channels have on offer: what it is here, how many may be sold, who says what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true, tuple_
from sqlalchemy.orm import joinedload

from oms.accounts.queries import names_of
from oms.catalog.models import Sku
from oms.channels.kinds import find_kind
from oms.channels.levels import Level
from oms.channels.models import Channel, Listing, Pulse
from oms.channels.queries import find_channel
from oms.core.db import db
from oms.core.digits import is_whole
from oms.core.errors import Missing
from oms.core.events import Delivery
from oms.inventory.models import Stock
from oms.outgoing.files import STOCK, template_of
from oms.outgoing.measuring import (
    BELIEVED,
    IS_KNOWN,
    LEVEL,
    LIVE,
    PER,
    SKU_ID,
    levels_of,
    offers_where,
    with_parts,
)
from oms.outgoing.models import Offer, OutgoingFile, UploadTemplate
from oms.outgoing.queries import files_of
from oms.outgoing.stock_ways import READER, TELLER, stock_way, telling_accounts, under_way
from oms.outgoing.ways import API

PAGE = 50
DIFFERENT = and_(IS_KNOWN, or_(BELIEVED.is_(None), LEVEL != BELIEVED))
MEASURED: dict[str, ColumnElement[bool]] = {"different": DIFFERENT, "unknown": ~IS_KNOWN}
LEFT_ALONE = or_(Offer.gone_at.is_not(None), ~Offer.is_ours)
PLAIN: dict[str, ColumnElement[bool]] = {
    "refused": and_(LIVE, Offer.refusal.is_not(None)),
    "alone": LEFT_ALONE,
    "": LIVE,
}


@dataclass(frozen=True, slots=True)
class Meant:
    """So many of a SKU are in one of the offer; `left` may be sold of it, None where it was never counted."""

    sku: Sku
    per: int
    left: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer, what it is here, and how many of it may be told."""

    offer: Offer
    parts: tuple[Meant, ...]
    level: Level | None
    listing_id: int | None

    @property
    def state(self) -> str:
        """A word for the page: which sentence it shows."""
        if self.offer.gone_at is not None:
            return "gone"
        if not self.offer.is_ours:
            return "alone"
        if self.level is None:
            return "uncounted" if self.parts else "unknown"
        if self.offer.refusal is not None:
            return "refused"
        return "right" if self.offer.believed == self.level.quantity else "different"


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with an account: by which way it learns how many are left, and what of it is under way."""

    channel: Channel
    name: str
    way: str
    is_telling: bool
    pulse: Pulse | None
    teller: Delivery | None
    reader: Delivery | None

    @property
    def trouble(self) -> Delivery | None:
        """What could not be told, or read, and is tried again."""
        return next((one for one in (self.teller, self.reader) if one is not None and one.error), None)


@dataclass(frozen=True, slots=True)
class OffersPage:
    """`after` is where the next page begins, or None at the end."""

    standing: Standing
    shown: Sequence[Shown]
    counts: Mapping[str, int]
    after: str | None
    template: UploadTemplate | None
    lacks_template: bool
    files: Sequence[OutgoingFile]
    names: Mapping[str, str]


def offers_page(channel_id: int, show: str, words: str, after: str = "") -> OffersPage:
    """Offers by their names: those with the words in them, and of those what `show` says."""
    channel = find_channel(channel_id)
    found = _page(_called(channel_id, words), show, after)
    upload, template = find_kind(channel.kind).stock_upload, template_of(channel_id, STOCK)
    standing = standing_of(channel)
    files = [] if standing.way == API else files_of(channel_id, STOCK)
    return OffersPage(
        standing=standing,
        shown=shown_offers(found[:PAGE]),
        counts=counts_of(channel_id),
        after=f"{found[PAGE - 1].id}~{found[PAGE - 1].name}" if len(found) > PAGE else None,
        template=template,
        lacks_template=upload is not None and upload.wants_template and template is None,
        files=files,
        names=names_of(file.made_by for file in files),
    )


def _called(channel_id: int, words: str) -> ColumnElement[bool]:
    mine = Offer.channel_id == channel_id
    if not words:
        return mine
    texts = (Offer.name, Offer.title)
    return and_(mine, or_(*(text.icontains(words, autoescape=True) for text in texts)))


def _page(condition: ColumnElement[bool], show: str, after: str) -> Sequence[Offer]:
    number, _, name = after.partition("~")
    if is_whole(number):
        condition = and_(condition, tuple_(Offer.name, Offer.id) > tuple_(*_place(name, int(number))))
    if show in MEASURED:
        ids = offers_where(and_(LIVE, condition), MEASURED[show], Offer.id)
        condition = Offer.id.in_(ids.order_by(Offer.name, Offer.id).limit(PAGE + 1))
    else:
        condition = and_(PLAIN.get(show, LIVE), condition)
    query = select(Offer).where(condition).order_by(Offer.name, Offer.id).limit(PAGE + 1)
    return db.session.scalars(query).all()


def _place(name: str, number: int) -> tuple[Any, Any]:
    return name, number


def shown_offers(offers: Sequence[Offer]) -> list[Shown]:
    chosen = Offer.id.in_([offer.id for offer in offers])
    parts, levels, listings = _parts(chosen), levels_of(chosen), _listings(chosen)
    return [
        Shown(offer, tuple(parts[offer.id]), levels.get(offer.id), listings.get(offer.id)) for offer in offers
    ]


def _parts(chosen: ColumnElement[bool]) -> dict[int, list[Meant]]:
    query = with_parts(select(Offer.id, SKU_ID, PER, Stock.on_hand - Stock.reserved))
    rows = [tuple(row) for row in db.session.execute(query.where(chosen, SKU_ID.is_not(None)))]
    wanted = (
        select(Sku).where(Sku.id.in_({sku_id for _, sku_id, _, _ in rows})).options(joinedload(Sku.product))
    )
    skus = {sku.id: sku for sku in db.session.scalars(wanted)}
    found: dict[int, list[Meant]] = defaultdict(list)
    for offer_id, sku_id, per, left in rows:
        found[offer_id].append(Meant(skus[sku_id], int(per), left))
    return found


def _listings(chosen: ColumnElement[bool]) -> dict[int, int]:
    same = and_(Listing.channel_id == Offer.channel_id, Listing.name == Offer.name)
    query = select(Offer.id, Listing.id).join(Listing, same).where(chosen)
    return {offer_id: listing_id for offer_id, listing_id in db.session.execute(query)}


def find_offer(offer_id: int) -> Shown:
    offer = db.session.get(Offer, offer_id)
    if offer is None:
        raise Missing("There is no such offer.")
    return shown_offers([offer])[0]


def standing_of(channel: Channel) -> Standing:
    return Standing(
        channel=channel,
        name=find_kind(channel.kind).label,
        way=stock_way(channel),
        is_telling=channel.id in telling_accounts(),
        pulse=db.session.get(Pulse, channel.id),
        teller=under_way(TELLER, [channel.id]).get(channel.id),
        reader=under_way(READER, [channel.id]).get(channel.id),
    )


def counts_of(channel_id: int) -> dict[str, int]:
    """How many of an account's offers there are of each kind that the page can show."""
    mine = Offer.channel_id == channel_id
    flags = [_as_number(one) for one in (DIFFERENT, ~IS_KNOWN, Offer.refusal.is_not(None))]
    each = offers_where(
        and_(mine, LIVE), true(), *(flag.label(f"n{n}") for n, flag in enumerate(flags))
    ).subquery()
    sums = [func.coalesce(func.sum(each.c[f"n{n}"]), 0) for n in range(len(flags))]
    every, different, unknown, refused = db.session.execute(
        select(func.count(), *sums).select_from(each)
    ).one()
    alone = db.session.scalar(select(func.count()).where(mine, LEFT_ALONE)) or 0
    found = {"": every, "different": different, "unknown": unknown, "refused": refused, "alone": alone}
    return {name: int(count) for name, count in found.items()}


def _as_number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def refusing_accounts() -> dict[int, int]:
    """The accounts that do not take how many are left of something: one thing each for somebody to look at."""
    query = select(Offer.channel_id).where(LIVE, Offer.refusal.is_not(None)).distinct()
    return dict.fromkeys(db.session.scalars(query), 1)


@dataclass(frozen=True, slots=True)
class StockPanel:
    """What an account's own page says of its offers."""

    standing: Standing
    counts: Mapping[str, int]
    told_at: datetime | None


def stock_panel(channel: Channel) -> StockPanel | None:
    """Nothing for a channel that asks by itself, or learns nothing of our stock."""
    kind = find_kind(channel.kind)
    if kind.stock_upload is None and stock_way(channel) != API:
        return None
    told = select(func.max(Offer.told_at)).where(Offer.channel_id == channel.id)
    return StockPanel(standing_of(channel), counts_of(channel.id), db.session.scalar(told))
