"""What channels have on offer: as their API lists it, or as their own stock file does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import and_, func, or_, select, update

from oms.channels.calling import client_of, note_pulse
from oms.channels.clients import ListedItem
from oms.channels.models import Channel, Connection, Listing
from oms.core import clock
from oms.core.db import db
from oms.core.errors import Missing, Refused
from oms.core.events import Delivery, Event, record
from oms.core.operations import By, Operation, current_operation, final, remember, undoable, verb
from oms.core.upsert import upsert
from oms.core.working import duty
from oms.orders.models import Order, OrderLine
from oms.outgoing.facts import OffersWanted
from oms.outgoing.files import STOCK, keep_template, lock_account, template_of
from oms.outgoing.models import Offer
from oms.outgoing.stock_ways import READER, TELLER, connected_accounts, stock_way, under_way
from oms.outgoing.ways import API
from oms.reading.content import Content

CHUNK = 500
NOW_AND_THEN = timedelta(hours=1)
A_YEAR = timedelta(days=365)
BY_ITSELF = "This account is told by itself, at once. Switch that off first, then use files."
NOT_BY_ITSELF = "This account is not told by itself: connect it first, and switch it on."


@duty(every=60)
def ask_now_and_then() -> None:
    """What each account offers, and how many it believes to have, is read again from time to time."""
    accounts = connected_accounts()
    for channel_id in sorted(accounts - under_way(READER, accounts).keys()):
        if not _is_asked(channel_id):
            ask_for_offers(channel_id, by=By("worker"))


def _is_asked(channel_id: int) -> bool:
    """Lately, and since it was connected as it is now."""
    last = select(Event.at).where(Event.about == f"offers:{channel_id}").order_by(Event.id.desc()).limit(1)
    asked_at, connected_at = db.session.scalar(last), db.session.get_one(Connection, channel_id).since
    return asked_at is not None and asked_at > max(clock.now() - NOW_AND_THEN, connected_at)


@verb(final("To ask once more does no harm."))
def ask_for_offers(channel_id: int, *, by: By) -> None:
    """The worker reads what an account offers as soon as it can."""
    del by
    _refuse_untold(channel_id)
    under = under_way(READER, [channel_id])
    if under:
        _at_once([one.id for one in under.values()])
    else:
        record(OffersWanted(channel_id), about=f"offers:{channel_id}")


@verb(final("What it offers is read again whenever it is connected otherwise."))
def read_anew(channel_id: int, *, by: By) -> None:
    """An account is connected otherwise than before: until we have read what it offers, it is told nothing. What
    waits because of how it was connected need not wait any longer.
    """
    if channel_id in connected_accounts():
        note_pulse(channel_id, offers_read_at=None)
        _at_once([one.id for one in under_way(TELLER, [channel_id]).values()])
        ask_for_offers(channel_id, by=by)


@verb(final("To tell a channel twice how many are left does no harm."))
def tell_all_again(channel_id: int, *, by: By) -> None:
    """Whatever an account was told, and whatever it refused, it is told anew, at once."""
    del by
    _refuse_untold(channel_id)
    values = {"told": None, "told_at": current_operation().at, "refusal": None}
    db.session.execute(update(Offer).where(Offer.channel_id == channel_id).values(values))
    _at_once([one.id for one in under_way(TELLER, [channel_id]).values()])


@verb(final("To try once more does no harm."))
def tell_now(channel_id: int, *, by: By) -> None:
    """What could not be told, and waits for another try, need not wait any longer."""
    del by
    _refuse_untold(channel_id)
    _at_once([one.id for one in under_way(TELLER, [channel_id]).values()])


def _refuse_untold(channel_id: int) -> None:
    if channel_id not in connected_accounts():
        raise Refused(NOT_BY_ITSELF)


def _at_once(delivery_ids: Iterable[int]) -> None:
    """What waits for another try need not wait any longer."""
    query = update(Delivery).where(Delivery.id.in_(list(delivery_ids)), Delivery.leased_until.is_(None))
    db.session.execute(query.values(due_at=current_operation().at))


def read_offers(channel_id: int) -> None:
    """Ask an account for all that it offers, as it goes: nothing is locked while it answers. What a whole reading
    does not name is gone; one that names nothing at all is not believed.
    """
    began, count = clock.now(), 0
    with client_of(channel_id) as client:
        items = iter(client.listings())
        while chunk := tuple(islice(items, CHUNK)):
            take_offers(channel_id, chunk, began, by=By("worker"))
            count += len(chunk)
    if count:
        note_gone(channel_id, began, by=By("worker"))
    note_pulse(channel_id, offers_read_at=clock.now())


@verb(final("What a channel says stays said; its next word counts instead."))
def take_offers(channel_id: int, items: tuple[ListedItem, ...], said_at: datetime, *, by: By) -> None:
    """Keep what an account offers, and how many it said then that it had."""
    del by
    rows = {item.key: _row(channel_id, item, said_at) for item in items}
    row = upsert(Offer)
    latest: dict[str, Any] = {
        name: row.excluded[name] for name in ("name", "title", "remote", "said", "said_at")
    }
    row = row.on_conflict_do_update(index_elements=["channel_id", "key"], set_=latest | {"gone_at": None})
    if rows:
        db.session.execute(row, list(rows.values()))


def _row(channel_id: int, item: ListedItem, said_at: datetime) -> dict[str, Any]:
    return {
        "channel_id": channel_id,
        "key": item.key,
        "name": item.name,
        "title": item.title,
        "remote": dict(item.remote),
        "said": item.quantity,
        "said_at": said_at,
    }


@verb(final("It comes back by itself once the channel offers it again."))
def note_gone(channel_id: int, since: datetime, *, by: By) -> None:
    """What was not said since then is not on offer any more."""
    del by
    unsaid = and_(Offer.channel_id == channel_id, or_(Offer.said_at.is_(None), Offer.said_at < since))
    query = update(Offer).where(unsaid, Offer.gone_at.is_(None))
    db.session.execute(query.values(gone_at=current_operation().at))


@verb(final("What the channel's file says is kept. Give a newer one, and that counts."))
def take_stock_file(channel_id: int, filename: str, content: Content, *, by: By) -> int:
    """The channel's own stock file says what it offers, and what ours has to look like; how many offers there are.
    What it leaves out is not on offer, since ours cannot name it. Raises UnreadableFile.
    """
    refuse_told_by_itself(lock_account(channel_id))
    keep_template(channel_id, STOCK, filename, content, by=by)
    kept = template_of(channel_id, STOCK)
    items = tuple(_listed(one) for one in kept.template.get("offers", ())) if kept else ()
    at = current_operation().at
    take_offers(channel_id, items, at, by=by)
    note_gone(channel_id, at, by=by)
    return len(items)


def refuse_told_by_itself(channel: Channel) -> None:
    """Files are for accounts that are not."""
    if stock_way(channel) == API:
        raise Refused(BY_ITSELF)


def take_known_names(channel: Channel) -> None:
    """Part of a verb. Where nobody lists what an account offers, it is what it sold within a year, and what is mapped."""
    sold = select(OrderLine.sku_text, func.max(OrderLine.title)).join(OrderLine.order)
    sold = sold.where(Order.came_from == channel.key, Order.placed_at > current_operation().at - A_YEAR)
    names = {name: title for name, title in db.session.execute(sold.group_by(OrderLine.sku_text)) if name}
    mapped = db.session.scalars(select(Listing.name).where(Listing.channel_id == channel.id))
    names = dict.fromkeys(mapped, "") | names
    known = set(db.session.scalars(select(Offer.key).where(Offer.channel_id == channel.id)))
    items = tuple(ListedItem(name, name, names[name], None) for name in sorted(names.keys() - known))
    take_offers(channel.id, items, current_operation().at, by=current_operation().by)


def _listed(one: dict[str, Any]) -> ListedItem:
    return ListedItem(
        one["key"], one["name"], one.get("title", ""), one.get("quantity"), one.get("remote", {})
    )


@verb(undoable())
def say_whose(offer_id: int, is_ours: bool, *, by: By) -> None:
    """Whether we tell how many are left of an offer, or somebody else does."""
    del by
    offer = _lock(offer_id)
    remember(offer_id=offer.id, was_ours=offer.is_ours)
    offer.is_ours = is_ours


@say_whose.undo
def _as_before(operation: Operation) -> None:
    _lock(operation.recall("offer_id")).is_ours = operation.recall("was_ours")


def _lock(offer_id: int) -> Offer:
    offer = db.session.get(Offer, offer_id, with_for_update=True, populate_existing=True)
    if offer is None:
        raise Missing("There is no such offer.")
    return offer
