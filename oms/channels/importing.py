"""Importing a file: kept as it is, staged whole, looked at by a person, then one transaction per order."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update

from oms.channels.by_sku import as_refresh
from oms.channels.facts import FileArrived, ImportFinished, ImportStarted
from oms.channels.finding import find_import, lock_import
from oms.channels.models import ImportFile, StagedRow
from oms.channels.previewing import batched, preview_rows
from oms.channels.refreshing import refresh_order
from oms.channels.taking_in import take_in
from oms.channels.telling import as_draft
from oms.channels.till.booking import book_sale
from oms.channels.understanding import understand
from oms.core.db import db, table_of
from oms.core.errors import Missing, Refused
from oms.core.events import record
from oms.core.operations import By, current_operation, final, verb
from oms.core.rows import write_rows
from oms.reading.decoding import refuse_huge
from oms.reading.tabular import Limits

CHUNK = 500
NO_UNDO = "Orders that arrived stay; cancel the ones that should not be there."


@verb(final("A file that arrived is kept."))
def keep_file(filename: str, content: bytes, channel_id: int | None, *, by: By) -> int:
    """Store a file exactly as it arrived. It is read afterwards, by the worker; the answer is its id."""
    refuse_huge(len(content), Limits().size)
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
    """Read the whole file and say for every row what would be done about it. Again does nothing, and
    after a crash goes on where it stopped.

    A file that cannot be read is refused whole, with the sentence kept beside it.
    """
    file = find_import(import_id)
    if file.phase != "reading":
        return
    content, chosen = file.content, file.channel_id
    db.session.rollback()
    try:
        parsed, channel_id = understand(content, chosen)
    except Refused as refusal:
        refuse_file(import_id, refusal.sentence, by=by.part("refuse"))
        return
    staged = _staged_so_far(import_id)
    numbered = enumerate(preview_rows(parsed, channel_id, said_at(import_id, channel_id), CHUNK), 1)
    for chunk in batched(islice(numbered, staged, None), CHUNK):
        _stage_rows(import_id, chunk, by=By(by.actor))
    _finish_staging(import_id, channel_id, parsed.label, parsed.encoding, parsed.rows, by=by.part("staged"))


def said_at(import_id: int, channel_id: int) -> datetime:
    """When the channel said what is in the file: when we first had it. The same file again is an old word."""
    digest = select(ImportFile.digest).where(ImportFile.id == import_id).scalar_subquery()
    same = or_(ImportFile.channel_id == channel_id, ImportFile.id == import_id)
    first = db.session.scalar(
        select(func.min(ImportFile.arrived_at)).where(ImportFile.digest == digest, same)
    )
    db.session.rollback()
    if first is None:
        raise Missing("There is no such import.")
    return first


def _staged_so_far(import_id: int) -> int:
    return db.session.scalar(select(func.count()).where(StagedRow.import_id == import_id)) or 0


@verb(final("The file stays as it is; give it again once it is mended."))
def refuse_file(import_id: int, sentence: str, *, by: By) -> None:
    del by
    find_import(import_id).refusal = sentence


@verb(final("Reading a file changes no order."))
def _stage_rows(import_id: int, rows: list[tuple[int, dict[str, Any]]], *, by: By) -> None:
    del by
    write_rows(StagedRow, [{"import_id": import_id, "position": position, **row} for position, row in rows])


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
    file = lock_import(import_id)
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
    channel_id = find_import(import_id).channel_id or 0
    said, until = said_at(import_id, channel_id), time.monotonic() + seconds
    while staged := _next_rows(import_id):
        for row_id in staged:
            _take_or_refuse(row_id, channel_id, said, By(f"channel:{channel_id}", f"import-row:{row_id}"))
            if time.monotonic() > until:
                return False
    finish_import(import_id, by=By(f"channel:{channel_id}", f"import-done:{import_id}"))
    return True


def _take_or_refuse(row_id: int, channel_id: int, said: datetime, by: By) -> None:
    """A refusal is kept beside its row and never stops the others."""
    try:
        take_row(row_id, channel_id, said, by=by)
    except Refused as refusal:
        refuse_row(row_id, refusal.sentence, by=by.part("refused"))


IS_WAITING = and_(StagedRow.id == bindparam("row_id"), StagedRow.done_at.is_(None))
WAITING = select(StagedRow.draft).where(IS_WAITING).with_for_update()
SETTLED = (
    update(table_of(StagedRow))
    .where(IS_WAITING)
    .values({name: bindparam(name) for name in ("outcome", "order_id", "error", "done_at")})
)


@verb(final(NO_UNDO))
def take_row(row_id: int, channel_id: int, said: datetime, *, by: By) -> None:
    """One order of a file: taken in, and its row marked, or neither."""
    told = db.session.scalar(WAITING, {"row_id": row_id})
    if told is None:
        return
    doubts, thin = tuple(told.pop("doubts")), told.pop("refresh", None)
    taken: tuple[str, int | None]
    if told.pop("till", False):
        taken = book_sale(channel_id, as_draft(told), by=by)
    elif thin:
        taken = refresh_order(channel_id, as_draft(told), as_refresh(thin), said_at=said, by=by)
    else:
        taken = take_in(channel_id, as_draft(told), doubts, said_at=said, by=by)
    _settle(row_id, outcome=taken[0], order_id=taken[1])


@verb(final(NO_UNDO))
def refuse_row(row_id: int, sentence: str, *, by: By) -> None:
    del by
    _settle(row_id, outcome="refused", error=sentence)


def _settle(row_id: int, outcome: str, order_id: int | None = None, error: str | None = None) -> None:
    told = {"outcome": outcome, "order_id": order_id, "error": error, "done_at": current_operation().at}
    db.session.execute(SETTLED, {"row_id": row_id, **told})


@verb(final(NO_UNDO))
def finish_import(import_id: int, *, by: By) -> None:
    del by
    file = find_import(import_id)
    if file.finished_at is None:
        file.finished_at = current_operation().at
        record(ImportFinished(file.id), about=f"import:{file.id}")


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


@verb(final("Reading a file changes no order."))
def read_again(import_id: int, channel_id: int, *, by: By) -> None:
    del by
    file = lock_import(import_id)
    if file.phase != "refused":
        raise Refused("Only a refused file can be read again.")
    file.channel_id, file.refusal = channel_id, None
    record(FileArrived(file.id), about=f"import:{file.id}")
