"""Taking in a word that may change an order that we have, and makes none."""

from __future__ import annotations

from datetime import datetime

from oms.channels.by_sku import with_lines
from oms.channels.meeting import lock_known
from oms.channels.parsed import Refresh
from oms.channels.taking_in import take_in
from oms.channels.telling import as_draft, as_told
from oms.core.errors import Refused
from oms.core.operations import By, final, verb
from oms.orders.drafts import OrderDraft


@verb(final("What a channel told stays told."))
def refresh_order(
    channel_id: int, draft: OrderDraft, refresh: Refresh, *, said_at: datetime, by: By
) -> tuple[str, int]:
    """As `take_in`, of an order that we have. Refuses one that we do not."""
    known = lock_known(channel_id, draft.external_id, draft.known_as)
    if known is None:
        raise Refused(_sentence(refresh.unknown))
    whole = as_draft(with_lines(as_told(draft), refresh, known.told))
    return take_in(channel_id, whole, said_at=said_at, by=by)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
