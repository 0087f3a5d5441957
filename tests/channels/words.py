"""Words of a channel about one order, and all of them together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any

from oms.channels.hearing import Heard, together, word
from oms.channels.telling import as_told
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANA = ContactDraft(name="Ana", line1="Große Straße 5", city="Köln", postcode="50667", country="DE")


def all_of(words: list[Heard]) -> Heard:
    return reduce(together, words)


def said(minute: int, *, whole: bool = True, **changes: Any) -> Heard:
    lines = changes.pop("lines", (LineDraft("A", "LAMP", "Lamp", 2),))
    draft = OrderDraft("7", "#7", AT, lines, **({"paid": True} | changes))
    return word(as_told(draft), AT + timedelta(minutes=minute), whole=whole)
