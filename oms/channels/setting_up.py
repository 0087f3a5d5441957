"""Setting up channels: the accounts that orders come from."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select

from oms.channels.facts import AccountChanged
from oms.channels.kinds import all_kinds
from oms.channels.models import Channel
from oms.core.constraints import refusing
from oms.core.db import db
from oms.core.errors import Missing, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, final, remember, undoable, verb
from oms.core.upsert import upsert
from oms.core.versions import change, change_back

TAKEN = "There is already such an account."
WORDS = {
    "account": "Name of the account",
    "release_unpaid": "Pick its orders before they are paid",
    "cut_off": "Orders until",
    "handling_days": "Days to get ready",
    "legacy_encoding": "Older files",
    "stock_buffer": "Keep back",
    "stock_cap": "Never say more than",
}


@verb(undoable())
def add_channel(kind: str, account: str, site_id: int, *, release_unpaid: bool = False, by: By) -> int:
    """An account of a channel; the answer is its id."""
    del by
    if kind not in all_kinds():
        raise WrongInput("Choose the kind of channel.")
    channel = Channel(kind=kind, account=account.strip(), site_id=site_id, release_unpaid=release_unpaid)
    with refusing(TAKEN):
        db.session.add(channel)
        db.session.flush()
    remember(channel_id=channel.id)
    return channel.id


@add_channel.undo
def _remove_channel(operation: Operation) -> None:
    with refusing("The channel is in use already."):
        db.session.delete(db.session.get_one(Channel, operation.recall("channel_id")))
        db.session.flush()


@verb(undoable())
def change_channel(
    channel_id: int,
    version: int,
    *,
    account: str,
    release_unpaid: bool,
    cut_off: time | None,
    handling_days: int | None,
    legacy_encoding: str = "cp1252",
    stock_buffer: int = 0,
    stock_cap: int | None = None,
    by: By,
) -> None:
    """How a channel's files are read, its orders promised and released, and what it is told of our stock, from
    now on. Raises Stale.
    """
    del by
    channel = db.session.get(Channel, channel_id, with_for_update=True, populate_existing=True)
    if channel is None:
        raise Missing("There is no such channel.")
    new = {
        "account": account.strip(),
        "release_unpaid": release_unpaid,
        "cut_off": cut_off,
        "handling_days": handling_days,
        "legacy_encoding": legacy_encoding,
        "stock_buffer": stock_buffer,
        "stock_cap": stock_cap,
    }
    with refusing(TAKEN):
        before = change(channel, version, new, WORDS)
        db.session.flush()
    hours = before["cut_off"] and before["cut_off"].isoformat()
    remember(channel_id=channel.id, version=channel.version, before={**before, "cut_off": hours})
    record(AccountChanged(channel.id), about=channel.key)


@change_channel.undo
def _old_channel(operation: Operation) -> None:
    before = dict(operation.recall("before"))
    before["cut_off"] = time.fromisoformat(before["cut_off"]) if before["cut_off"] else None
    channel = db.session.get_one(Channel, operation.recall("channel_id"), with_for_update=True)
    with refusing(TAKEN):
        change_back(channel, operation.recall("version"), before)
        db.session.flush()


@verb(final("A channel that a shop needs by itself is simply there."))
def open_own_channel(kind: str, site_id: int, *, by: By) -> int:
    """The shop's own phone or counter; made the first time that somebody uses it."""
    del by
    own = select(Channel.id).where(Channel.kind == kind, Channel.account == "")
    found = db.session.scalar(own)
    if found is not None:
        return found
    row = upsert(Channel).values(kind=kind, account="", site_id=site_id)
    db.session.execute(row.on_conflict_do_nothing())
    return db.session.scalars(own).one()
