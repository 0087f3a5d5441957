"""What the pages about channels and imports show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from oms.channels.models import Channel, ChannelOrder, ImportFile, StagedRow
from oms.channels.till.queries import unknown_at_tills
from oms.core.db import db
from oms.core.errors import Missing
from oms.orders.models import Hold, OrderLine

VERDICTS = ("new", "changed", "unchanged", "ignored", "refused")
PAGE = 100


@dataclass(frozen=True, slots=True)
class Tally:
    """How many orders (or rows that are none) of a file fall under each verdict, and how far it is."""

    counts: dict[str, int]
    done: int
    to_do: int
    failed: int

    @property
    def percent(self) -> int:
        return 100 if not self.to_do else self.done * 100 // self.to_do


def all_channels() -> Sequence[Channel]:
    return db.session.scalars(select(Channel).order_by(Channel.kind, Channel.account)).all()


def file_channels() -> list[Channel]:
    """Those whose orders come in files."""
    return [channel for channel in all_channels() if not channel.is_own]


def find_channel(channel_id: int) -> Channel:
    channel = db.session.get(Channel, channel_id)
    if channel is None:
        raise Missing("There is no such channel.")
    return channel


def channels_of(order_ids: Iterable[int]) -> dict[int, Channel]:
    """The channel of each order that came from one."""
    query = (
        select(ChannelOrder)
        .where(ChannelOrder.order_id.in_(list(order_ids)))
        .options(joinedload(ChannelOrder.channel))
    )
    return {known.order_id: known.channel for known in db.session.scalars(query)}


def cancelled_there(order_id: int) -> bool:
    """Whether the channel of an order says that it is cancelled, also where it lies packed here and was kept."""
    told = db.session.scalar(select(ChannelOrder.told).where(ChannelOrder.order_id == order_id))
    return bool(told and told.get("cancelled_at"))


def recent_imports(limit: int = 20) -> Sequence[ImportFile]:
    query = select(ImportFile).options(joinedload(ImportFile.channel)).order_by(ImportFile.id.desc())
    return db.session.scalars(query.limit(limit)).all()


def find_import_for_page(import_id: int) -> ImportFile:
    with_channel = [joinedload(ImportFile.channel)]
    file = db.session.get(ImportFile, import_id, options=with_channel, populate_existing=True)
    if file is None:
        raise Missing("There is no such import.")
    return file


def tally(import_id: int) -> Tally:
    query = (
        select(StagedRow.verdict, func.count(), func.count(StagedRow.done_at), func.count(StagedRow.error))
        .where(StagedRow.import_id == import_id)
        .group_by(StagedRow.verdict)
    )
    found = {verdict: (total, done, failed) for verdict, total, done, failed in db.session.execute(query)}
    work = [found.get(verdict, (0, 0, 0)) for verdict in ("new", "changed")]
    return Tally(
        counts={verdict: found.get(verdict, (0, 0, 0))[0] for verdict in VERDICTS},
        done=sum(done for _, done, _ in work),
        to_do=sum(total for total, _, _ in work),
        failed=sum(failed for _, _, failed in work),
    )


def staged_rows(import_id: int, verdict: str | None, after: int = 0) -> Sequence[StagedRow]:
    """A page of rows by position; with a verdict only those, and `failed` are those that were refused late."""
    query = select(StagedRow).where(StagedRow.import_id == import_id, StagedRow.position > after)
    if verdict == "failed":
        query = query.where(StagedRow.error.is_not(None))
    elif verdict:
        query = query.where(StagedRow.verdict == verdict)
    return db.session.scalars(query.order_by(StagedRow.position).limit(PAGE)).all()


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that a channel uses and nobody has mapped, and how many orders wait for it."""

    channel_id: int
    channel: str
    name: str
    title: str
    orders: int


def unknown_names() -> list[UnknownName]:
    """What waits to be mapped, the most wanted first."""
    query = (
        select(
            Channel, OrderLine.sku_text, func.min(OrderLine.title), func.count(OrderLine.order_id.distinct())
        )
        .join(ChannelOrder, ChannelOrder.channel_id == Channel.id)
        .join(OrderLine, OrderLine.order_id == ChannelOrder.order_id)
        .join(Hold, Hold.line_id == OrderLine.id)
        .where(Hold.released_at.is_(None), Hold.reason == "unknown_item")
        .group_by(Channel.id, OrderLine.sku_text)
        .order_by(func.count(OrderLine.order_id.distinct()).desc(), OrderLine.sku_text)
    )
    return [
        UnknownName(channel.id, channel.label, name or "", title, orders)
        for channel, name, title, orders in [*db.session.execute(query), *unknown_at_tills()]
    ]
