"""Which account listens at an address, and the keys by which it knows its channel's voice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from sqlalchemy import bindparam, select

from oms.channels.events import Webhook
from oms.channels.kinds import find_kind
from oms.channels.models import Channel, Connection
from oms.core.db import db
from oms.core.errors import Missing
from oms.core.sealing import unseal

ASKED = (
    select(Channel.kind, Connection.sealed_keys)
    .join(Connection, Connection.channel_id == Channel.id)
    .where(Channel.id == bindparam("channel_id"))
)


def listener(channel_id: int) -> tuple[Webhook, Mapping[str, str]]:
    """Also of an account that is switched off: what comes is kept, and nobody is asked or told. Raises Missing."""
    found = db.session.execute(ASKED, {"channel_id": channel_id}).first()
    webhook = find_kind(found.kind).webhook if found else None
    if found is None or webhook is None:
        raise Missing("Nobody listens here.")
    return webhook, _unsealed(found.sealed_keys)


@lru_cache(maxsize=256)
def _unsealed(sealed_keys: str) -> Mapping[str, str]:
    """Each text of sealed keys once in each process; keys that change are another text."""
    return MappingProxyType(unseal(sealed_keys))
