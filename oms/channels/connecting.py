"""Connecting an account: the owner enters where its API is and the keys to it, and may switch it off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oms.channels.facts import ConnectionChanged
from oms.channels.kinds import Kind, find_kind
from oms.channels.models import Channel, Connection
from oms.channels.where import checked
from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, current_operation, remember, undoable, verb
from oms.core.sealing import seal, unseal
from oms.core.versions import change, change_back

WORDS = {
    "base_url": "Address",
    "sealed_keys": "Keys",
    "tells_stock": "Tell it how many are left",
    "tells_sent": "Tell it what was sent",
}
LONGEST_KEY = 4000
ROTATED = {"webhook_secret": "old_webhook_secret"}
"""A secret that is replaced still signs for a while: it is kept under the second name until the next one."""


def keys_of(connection: Connection) -> dict[str, str]:
    """What is kept; nothing where it was sealed by another installation, and has to be entered again."""
    try:
        return dict(unseal(connection.sealed_keys))
    except Refused:
        return {}


@verb(undoable())
def connect_account(
    channel_id: int,
    version: int,
    *,
    base_url: str,
    keys: Mapping[str, str],
    tells_stock: bool,
    tells_sent: bool,
    by: By,
) -> None:
    """Keys that are left out stay as they were. Raises Stale."""
    del by
    channel, connection = _lock(channel_id)
    kind = find_kind(channel.kind)
    if kind.client is None and kind.webhook is None:
        raise Refused(f"{kind.label} cannot be reached by itself; import its files.")
    known = keys_of(connection) if connection else {}
    new = {
        "base_url": checked(base_url or kind.base_url),
        "sealed_keys": seal(_all_keys(kind, known, keys)),
        "tells_stock": tells_stock,
        "tells_sent": tells_sent,
    }
    if connection is None:
        row = Connection(channel_id=channel_id, is_on=True, since=current_operation().at, **new)
        db.session.add(row)
        remember(channel_id=channel_id, version=1, before=None)
    else:
        before = change(connection, version, new, WORDS, _say)
        remember(channel_id=channel_id, version=connection.version, before=before)
    record(ConnectionChanged(channel_id), about=channel.key)


@connect_account.undo
def _connection_before(operation: Operation) -> None:
    channel, connection = _lock(operation.recall("channel_id"))
    if connection is None:
        raise Refused("The account is not connected any more.")
    before = operation.recall("before")
    if before is None:
        if connection.version != operation.recall("version"):
            raise Refused("It was changed again since, so this cannot be undone.")
        db.session.delete(connection)
    else:
        change_back(connection, operation.recall("version"), before)
    record(ConnectionChanged(channel.id), about=channel.key)


@verb(undoable())
def switch_account(channel_id: int, *, on: bool, by: By) -> None:
    """While it is off nobody is asked or told; what it tells by itself is kept all the same."""
    del by
    channel, connection = _lock(channel_id)
    if connection is None:
        raise Missing("This account is not connected.")
    if connection.is_on == on:
        raise Refused(f"The account is {'on' if on else 'off'} already.")
    connection.is_on = on
    connection.version += 1
    remember(channel_id=channel_id, on=on)
    record(ConnectionChanged(channel_id), about=channel.key)


@switch_account.undo
def _switch_back(operation: Operation) -> None:
    channel, connection = _lock(operation.recall("channel_id"))
    if connection is None or connection.is_on != operation.recall("on"):
        raise Refused("It was switched again since.")
    connection.is_on = not connection.is_on
    connection.version += 1
    record(ConnectionChanged(channel.id), about=channel.key)


def _lock(channel_id: int) -> tuple[Channel, Connection | None]:
    channel = db.session.get(Channel, channel_id, with_for_update=True, populate_existing=True)
    if channel is None:
        raise Missing("There is no such channel.")
    return channel, db.session.get(Connection, channel_id, with_for_update=True, populate_existing=True)


def _all_keys(kind: Kind, known: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, over what is kept. Raises WrongInput for what is lacking."""
    new = {name: key.strip() for name, key in typed.items() if key.strip()}
    names = {credential.name for credential in kind.credentials}
    for name, before in ROTATED.items():
        if before in names and name in new and known.get(name) not in {None, new[name]} and before not in new:
            new[before] = known[name]
    keys = {**known, **{name: key for name, key in new.items() if name in names}}
    lacking = [one.label for one in kind.credentials if one.required and not keys.get(one.name)]
    if lacking:
        raise WrongInput(f"Enter also: {', '.join(lacking)}.")
    if any(len(key) > LONGEST_KEY or not key.isprintable() for key in keys.values()):
        raise WrongInput("One of the keys is too long, or has a line break in it. Copy it again.")
    return keys


def _say(value: Any) -> str:
    """Keys are sealed and look different each time: what they are is never said."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if str(value).startswith("http") else "…"
