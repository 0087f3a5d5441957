"""Which order of ours a channel means, and which of its lines, whichever of their ids it says.

A channel may give an order another id once it is paid, and a file may tell a line by another id than the API.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import bindparam, func, or_, select

from oms.channels.hearing import Heard
from oms.channels.models import ChannelOrder, OtherId
from oms.channels.telling import MOMENTS, Told, is_day
from oms.core.db import db, is_sqlite, table_of
from oms.core.upsert import upsert


class Known(Protocol):
    """An order that we have, by the id that the channel gives it now."""

    @property
    def external_id(self) -> str: ...
    @property
    def told(self) -> Told: ...


@dataclass(frozen=True, slots=True)
class Seen:
    """What we knew of an order when we looked."""

    external_id: str
    told: Told
    seen_at: datetime
    heard: Heard | None


K = TypeVar("K", bound=Known)


ORDERS = table_of(ChannelOrder).c
KNOWN = select(ORDERS.order_id).where(
    ORDERS.channel_id == bindparam("channel_id"), ORDERS.external_id == bindparam("external_id")
)


def lock_known(channel_id: int, external_id: str, known_as: Sequence[str] = ()) -> ChannelOrder | None:
    """What we know of a channel's order. Who tells it at the same instant waits here, and then finds it known;
    SQLite has one writer anyway. Part of a verb.
    """
    if not is_sqlite():
        for one in sorted({external_id, *known_as}):
            key = func.hashtext(f"{channel_id}:{one}")
            db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext("take_in"), key)))
    order_id = db.session.scalar(KNOWN, {"channel_id": channel_id, "external_id": external_id})
    if order_id is not None:
        return db.session.get(ChannelOrder, order_id, with_for_update=True, populate_existing=True)
    return _by_other_id(channel_id, external_id, known_as) if known_as else None


def _by_other_id(channel_id: int, external_id: str, known_as: Sequence[str]) -> ChannelOrder | None:
    ids = {external_id, *known_as}
    others = _others(channel_id, ids)
    either = or_(ChannelOrder.external_id.in_(ids), ChannelOrder.order_id.in_(others.values()))
    query = select(ChannelOrder).where(ChannelOrder.channel_id == channel_id, either).with_for_update()
    orders = {known.order_id: known for known in db.session.scalars(query)}
    found = {name: orders[order_id] for name, order_id in others.items()}
    return meant(found | {known.external_id: known for known in orders.values()}, external_id, known_as)


def seen(channel_id: int, ids: Iterable[str]) -> dict[str, Seen]:
    """The orders that we have by any of these ids."""
    wanted = set(ids)
    columns = (ChannelOrder.external_id, ChannelOrder.told, ChannelOrder.seen_at, ChannelOrder.heard)
    ours = select(*columns).where(ChannelOrder.channel_id == channel_id)
    by_own = ours.where(ChannelOrder.external_id.in_(wanted))
    by_other = ours.join(OtherId, OtherId.order_id == ChannelOrder.order_id).add_columns(OtherId.external_id)
    by_other = by_other.where(OtherId.channel_id == channel_id, OtherId.external_id.in_(wanted))
    found = {row[4]: Seen(*row[:4]) for row in db.session.execute(by_other)}
    return found | {row[0]: Seen(*row) for row in db.session.execute(by_own)}


def meant(found: Mapping[str, K], external_id: str, known_as: Sequence[str]) -> K | None:
    """The one of these orders. A paid order keeps its id: one that is paid and has another is another order,
    which had the same number before.
    """
    if external_id in found:
        return found[external_id]
    for known in (found[name] for name in known_as if name in found):
        if known.external_id in known_as or not known.told.get("paid"):
            return known
    return None


def has_other_id(known: ChannelOrder, external_id: str) -> bool:
    """Whether the channel gives it a newer id than this one."""
    if known.external_id == external_id:
        return False
    return _others(known.channel_id, {external_id}).get(external_id) == known.order_id


def remember_ids(channel_id: int, order_id: int, ids: Iterable[str]) -> None:
    """Part of a verb. What another order was called before means this one from now on."""
    wanted = set(ids)
    known = _others(channel_id, wanted) if wanted else {}
    for external_id in sorted(one for one in wanted if known.get(one) != order_id):
        row = upsert(OtherId).values(channel_id=channel_id, external_id=external_id, order_id=order_id)
        newest = {"order_id": order_id}
        db.session.execute(
            row.on_conflict_do_update(index_elements=["channel_id", "external_id"], set_=newest)
        )


def _others(channel_id: int, ids: set[str]) -> dict[str, int]:
    query = select(OtherId.external_id, OtherId.order_id)
    found = db.session.execute(query.where(OtherId.channel_id == channel_id, OtherId.external_id.in_(ids)))
    return {external_id: order_id for external_id, order_id in found}


def in_our_words(known: Known, told: Told, *, by_old_id: bool, sure: Container[str] = ()) -> Told:
    """The same word by the ids that we have. A day says nothing new of a moment that we know by the hour.
    Lines whose ids are `sure` are meant by those alone.
    """
    words = {name: value for name, value in told.items() if name != "known_as"}
    if by_old_id:
        words |= {"external_id": known.external_id, "number": known.told["number"]}
    words["lines"] = by_our_ids(known.told["lines"], told["lines"], sure)
    for name in MOMENTS:
        ours = known.told.get(name)
        if told[name] and is_day(told[name]) and ours and not is_day(ours):
            words[name] = ours
    days = [payment["at"] and is_day(payment["at"]) for payment in told["payments"]]
    if any(days):
        words["payments"] = [{**payment, "at": None} for payment in told["payments"]]
    return words


def by_our_ids(ours: list[Told], told: list[Told], sure: Container[str] = ()) -> list[Told]:
    """Lines that we know by another of their ids are told by the one that we have: one line stays one."""
    if not any("known_as" in line for line in (*ours, *told)):
        return told
    said, known = {line["external_id"] for line in told}, {line["external_id"]: line for line in ours}
    free = [line for line in ours if line["external_id"] not in said and line["external_id"] not in sure]
    return [_renamed(line, known.get(line["external_id"]), free) for line in told]


def _renamed(line: Told, ours: Told | None, free: list[Told]) -> Told:
    """By another id only where no other line can be meant: of several, the one that is of the same item."""
    names = dict.fromkeys((line["external_id"], *line.get("known_as", ())))
    same = [ours] if ours else [one for one in free if names.keys() & {one["external_id"], *_known_as(one)}]
    if len(same) > 1:
        same = [one for one in same if one["sku"] == line["sku"]]
    if len(same) != 1:
        return line
    if ours is None:
        free.remove(same[0])
    external_id = same[0]["external_id"]
    others = [one for one in dict.fromkeys([*_known_as(same[0]), *names]) if one != external_id]
    return {**line, "external_id": external_id, "known_as": others}


def _known_as(line: Told) -> list[str]:
    return list(line.get("known_as", ()))
