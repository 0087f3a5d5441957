"""What would be done about each row of a file: rows for the preview, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import select

from oms.channels.models import Channel
from oms.channels.parsed import ParsedFile, ParsedOrder, RowNote
from oms.channels.taking_in import verdict
from oms.channels.telling import as_told
from oms.core.db import db
from oms.reading.problems import UnreadableFile

T = TypeVar("T")


def channel_for(parsed: ParsedFile, chosen: int | None) -> int:
    """The channel that was chosen, else the only account of that kind."""
    if chosen is not None:
        return chosen
    accounts = db.session.scalars(select(Channel.id).where(Channel.kind == parsed.channel)).all()
    if len(accounts) == 1:
        return accounts[0]
    name = parsed.channel.capitalize()
    if not accounts:
        raise UnreadableFile(
            f"This is {_a(parsed.label)}, and no {name} account is set up. Add one under Channels."
        )
    raise UnreadableFile(f"This is {_a(parsed.label)}. Say which {name} account it comes from.")


def _a(label: str) -> str:
    return f"an {label}" if label[0] in "AEIOU" else f"a {label}"


def preview_rows(parsed: ParsedFile, channel_id: int, said: datetime, size: int) -> Iterator[dict[str, Any]]:
    for chunk in batched(parsed.orders, size):
        told = [as_told(order.draft) for order in chunk]
        for order, one, (what, reason) in zip(chunk, told, verdict(channel_id, told, said), strict=True):
            yield _order_row(order, one, what, reason)
        db.session.rollback()
    for verdict_, notes in (("ignored", parsed.ignored), ("refused", parsed.refused)):
        for note in notes:
            yield _note_row(note, verdict_)


def _order_row(order: ParsedOrder, told: dict[str, Any], what: str, reason: str) -> dict[str, Any]:
    notes = [note.reason for note in (*order.doubts, *order.remarks)]
    return {
        "row": order.first_row,
        "rows": order.rows,
        "verdict": what,
        "reason": " · ".join(filter(None, [reason, *notes])),
        "number": order.draft.number,
        "external_id": order.draft.external_id,
        "draft": {**told, "doubts": [note.reason for note in order.doubts]},
    }


def _note_row(note: RowNote, verdict_: str) -> dict[str, Any]:
    return {
        "row": note.row,
        "rows": note.rows,
        "verdict": verdict_,
        "reason": note.reason,
        "number": note.number,
        "external_id": None,
        "draft": None,
    }


def batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(things)
    while chunk := list(islice(left, size)):
        yield chunk
