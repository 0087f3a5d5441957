"""Importing a file: kept as it is, staged whole, looked at by a person, then one transaction per order."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from typing import Any, TypeVar

from sqlalchemy import bindparam, insert, select, update

from oms.channels.facts import FileArrived, ImportFinished, ImportStarted
from oms.channels.models import Channel, ImportFile, StagedRow
from oms.channels.parsed import ParsedFile, ParsedOrder, RowNote, UnreadableFile
from oms.channels.recognising import read_file
from oms.channels.taking_in import file_time, take_in, verdict
from oms.channels.telling import as_draft, as_told
from oms.core.db import db
from oms.core.errors import Missing, Refused
from oms.core.events import record
from oms.core.operations import By, current_operation, final, verb

T = TypeVar("T")
CHUNK = 500
WAITING_ROW = (
    select(StagedRow.draft, ImportFile.arrived_at, ImportFile.channel_id)
    .join(ImportFile, ImportFile.id == StagedRow.import_id)
    .where(StagedRow.id == bindparam("row_id"), StagedRow.done_at.is_(None))
    .with_for_update(of=StagedRow)
)
NO_UNDO = "Orders that arrived stay; cancel the ones that should not be there."


@verb(final("A file that arrived is kept."))
def keep_file(filename: str, content: bytes, channel_id: int | None, *, by: By) -> int:
    """Store a file exactly as it arrived. It is read afterwards, by the worker; the answer is its id."""
    file = ImportFile(
        filename=filename[-200:],
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        channel_id=channel_id,
        arrived_at=current_operation().at,
        arrived_by=by.actor,
    )
    db.session.add(file)
    db.session.flush()
    record(FileArrived(file.id), about=f"import:{file.id}")
    return file.id


def stage_file(import_id: int, *, by: By) -> None:
    """Read the whole file and say for every row what would be done about it. Again does nothing.

    A file that cannot be read is refused whole, with the sentence kept beside it.
    """
    file = find_import(import_id)
    if file.phase != "reading":
        return
    channel = db.session.get(Channel, file.channel_id) if file.channel_id else None
    content, kind = file.content, channel.kind if channel else None
    legacy = channel.legacy_encoding if channel else "cp1252"
    db.session.rollback()
    try:
        parsed = read_file(content, channel=kind, legacy=legacy)
        channel_id = _channel_for(parsed, channel.id if channel else None)
    except Refused as refusal:
        refuse_file(import_id, refusal.sentence, by=by.part("refuse"))
        return
    chunks = _batched(_rows(parsed, channel_id), CHUNK)
    positions = count(1)
    for number, chunk in enumerate(chunks):
        _stage_rows(import_id, [(next(positions), row) for row in chunk], by=by.part(f"chunk-{number}"))
    _finish_staging(import_id, channel_id, parsed.label, parsed.encoding, parsed.rows, by=by.part("staged"))


@verb(final("The file stays as it is; give it again once it is mended."))
def refuse_file(import_id: int, sentence: str, *, by: By) -> None:
    del by
    find_import(import_id).refusal = sentence


@verb(final("Reading a file changes no order."))
def _stage_rows(import_id: int, rows: list[tuple[int, dict[str, Any]]], *, by: By) -> None:
    del by
    values = [{"import_id": import_id, "position": position, **row} for position, row in rows]
    db.session.execute(insert(StagedRow), values)


@verb(final("Reading a file changes no order."))
def _finish_staging(import_id: int, channel_id: int, label: str, encoding: str, rows: int, *, by: By) -> None:
    del by
    file = find_import(import_id)
    file.channel_id, file.label, file.encoding, file.rows = channel_id, label, encoding, rows
    file.staged_at = current_operation().at


@verb(final(NO_UNDO))
def start_import(import_id: int, *, by: By) -> None:
    """A person looked at the preview and says go. The worker takes the orders in, one by one."""
    del by
    file = find_import(import_id)
    if file.phase == "refused":
        raise Refused("This file was refused; nothing of it can be imported.")
    if file.phase == "reading":
        raise Refused("The file is still being read.")
    if file.phase != "preview":
        raise Refused("This import was started already.")
    file.started_at = current_operation().at
    record(ImportStarted(file.id), about=f"import:{file.id}")


def run_import(import_id: int, *, seconds: float = 5.0) -> bool:
    """Take in what waits, for so long at the most; True once all is done. Safe to run again after a crash."""
    channel_id = find_import(import_id).channel_id
    until = time.monotonic() + seconds
    while staged := _next_rows(import_id):
        for row_id in staged:
            _take_or_refuse(row_id, By(f"channel:{channel_id}", f"import-row:{row_id}"))
            if time.monotonic() > until:
                return False
    finish_import(import_id, by=By(f"channel:{channel_id}", f"import-done:{import_id}"))
    return True


def _take_or_refuse(row_id: int, by: By) -> None:
    """A refusal is kept beside its row and never stops the others."""
    try:
        take_row(row_id, by=by)
    except Refused as refusal:
        refuse_row(row_id, refusal.sentence, by=by.part("refused"))


@verb(final(NO_UNDO))
def take_row(row_id: int, *, by: By) -> None:
    """One order of a file: taken in, and its row marked, or neither."""
    row = db.session.execute(WAITING_ROW, {"row_id": row_id}).first()
    if row is None:
        return
    told = dict(row.draft)
    doubts = tuple(told.pop("doubts"))
    draft = file_time(as_draft(told), row.arrived_at)
    outcome, order_id = take_in(row.channel_id, draft, doubts, by=by)
    _settle(row_id, outcome=outcome, order_id=order_id)


@verb(final(NO_UNDO))
def refuse_row(row_id: int, sentence: str, *, by: By) -> None:
    del by
    _settle(row_id, outcome="refused", error=sentence)


def _settle(row_id: int, **values: Any) -> None:
    waiting = update(StagedRow).where(StagedRow.id == row_id, StagedRow.done_at.is_(None))
    db.session.execute(waiting.values(done_at=current_operation().at, **values))


@verb(final(NO_UNDO))
def finish_import(import_id: int, *, by: By) -> None:
    del by
    file = find_import(import_id)
    if file.finished_at is None:
        file.finished_at = current_operation().at
        record(ImportFinished(file.id), about=f"import:{file.id}")


def _batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(things)
    while chunk := list(islice(left, size)):
        yield chunk


def find_import(import_id: int) -> ImportFile:
    file = db.session.get(ImportFile, import_id)
    if file is None:
        raise Missing("There is no such import.")
    return file


def _next_rows(import_id: int) -> Sequence[int]:
    query = (
        select(StagedRow.id)
        .where(
            StagedRow.import_id == import_id,
            StagedRow.done_at.is_(None),
            StagedRow.verdict.in_(("new", "changed")),
        )
        .order_by(StagedRow.position)
        .limit(100)
    )
    found = db.session.scalars(query).all()
    db.session.rollback()
    return found


def _channel_for(parsed: ParsedFile, chosen: int | None) -> int:
    """The channel that was chosen, else the only account of that kind."""
    if chosen is not None:
        return chosen
    accounts = db.session.scalars(select(Channel.id).where(Channel.kind == parsed.channel)).all()
    if len(accounts) == 1:
        return accounts[0]
    name = parsed.channel.capitalize()
    if not accounts:
        raise UnreadableFile(
            f"This is a {parsed.label}, and no {name} account is set up. Add one under Channels."
        )
    raise UnreadableFile(f"This is a {parsed.label}. Say which {name} account it comes from.")


def _rows(parsed: ParsedFile, channel_id: int) -> Iterator[dict[str, Any]]:
    for chunk in _batched(parsed.orders, CHUNK):
        told = [as_told(order.draft) for order in chunk]
        for order, one, (what, reason) in zip(chunk, told, verdict(channel_id, told), strict=True):
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


@verb(final("Reading a file changes no order."))
def read_again(import_id: int, channel_id: int, *, by: By) -> None:
    del by
    file = find_import(import_id)
    if file.phase != "refused":
        raise Refused("Only a refused file can be read again.")
    file.channel_id, file.refusal = channel_id, None
    record(FileArrived(file.id), about=f"import:{file.id}")
