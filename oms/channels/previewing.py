"""What would be done about each row of a file: rows for the preview, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import select

from oms.channels.by_sku import as_json, strangers, with_lines
from oms.channels.kinds import find_kind
from oms.channels.meeting import seen
from oms.channels.models import Channel
from oms.channels.parsed import ParsedFile, ParsedOrder, Refresh, RowNote
from oms.channels.taking_in import verdict
from oms.channels.telling import Told, as_told
from oms.channels.till.booking import sold_already
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
    name = find_kind(parsed.channel).label
    if not accounts:
        raise UnreadableFile(
            f"This is {_a(parsed.label)}, and no {name} account is set up. Add one under Channels."
        )
    raise UnreadableFile(f"This is {_a(parsed.label)}. Say which {name} account it comes from.")


def _a(label: str) -> str:
    return f"an {label}" if label[0] in "AEIOUaeiou" else f"a {label}"


def preview_rows(parsed: ParsedFile, channel_id: int, said: datetime, size: int) -> Iterator[dict[str, Any]]:
    rows_of = _sale_rows if find_kind(parsed.channel).is_till else _order_rows
    for chunk in batched(parsed.orders, size):
        yield from rows_of(chunk, channel_id, said)
        db.session.rollback()
    for verdict_, notes in (("ignored", parsed.ignored), ("refused", parsed.refused)):
        for note in notes:
            yield _note_row(note, verdict_)


def _order_rows(orders: list[ParsedOrder], channel_id: int, said: datetime) -> Iterator[dict[str, Any]]:
    ids = [order.draft.external_id for order in orders if order.refresh]
    ours = {name: known.told for name, known in (seen(channel_id, ids) if ids else {}).items()}
    told = [as_told(order.draft) for order in orders]
    known = [ours.get(order.draft.external_id) for order in orders]
    words = [_spelt_out(*one) for one in zip(orders, told, known, strict=True)]
    verdicts = verdict(channel_id, words, said)
    for order, one, before, (what, reason) in zip(orders, told, known, verdicts, strict=True):
        if order.refresh and before is None:
            yield _unknown_row(order, order.refresh)
        else:
            yield _order_row(order, one, what, [reason, *_strangers(order.refresh, before)])


def _sale_rows(sales: list[ParsedOrder], channel_id: int, said: datetime) -> Iterator[dict[str, Any]]:
    del said  # a sale is over, and nothing newer is said of it
    known = sold_already(channel_id, [sale.draft.external_id for sale in sales])
    for sale in sales:
        what = "unchanged" if sale.draft.external_id in known else "new"
        row = _order_row(sale, as_told(sale.draft), what, [])
        yield {**row, "draft": {**row["draft"], "till": True}}


def _spelt_out(order: ParsedOrder, told: Told, before: Told | None) -> Told:
    return with_lines(told, order.refresh, before) if order.refresh and before else told


def _strangers(refresh: Refresh | None, before: Told | None) -> list[str]:
    return strangers(refresh, before) if refresh and before else []


def _unknown_row(order: ParsedOrder, refresh: Refresh) -> dict[str, Any]:
    return _note_row(order.note(refresh.unknown), "refused" if refresh.is_missed else "ignored")


def _order_row(order: ParsedOrder, told: Told, what: str, reasons: list[str]) -> dict[str, Any]:
    notes = [note.reason for note in (*order.doubts, *order.remarks)]
    thin = {"refresh": as_json(order.refresh)} if order.refresh else {}
    return {
        "row": order.first_row,
        "rows": order.rows,
        "verdict": what,
        "reason": " · ".join(filter(None, [*reasons, *notes])),
        "number": order.draft.number,
        "external_id": order.draft.external_id,
        "draft": {**told, "doubts": [note.reason for note in order.doubts], **thin},
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
