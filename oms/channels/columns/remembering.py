"""What the columns of a file mean is said once, and remembered for the next file with the same header."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from oms.channels.columns.meaning import Meaning
from oms.channels.columns.models import ColumnMapping
from oms.channels.columns.parsing import format_of
from oms.channels.facts import FileArrived
from oms.channels.finding import lock_import
from oms.channels.models import Channel
from oms.channels.parsed import Format
from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, current_operation, final, verb
from oms.core.upsert import upsert
from oms.reading.rows import folded


@verb(final("What was said about the columns can be said anew."))
def explain_columns(
    import_id: int, channel_id: int, header: Sequence[str], meaning: Meaning, *, by: By
) -> None:
    """Say what the columns of a refused file mean, and whose it is; it is read anew, and so are later ones."""
    file = lock_import(import_id)
    if file.phase != "refused":
        raise Refused("This file is understood already.")
    if db.session.get(Channel, channel_id) is None:
        raise Missing("There is no such channel.")
    if faults := meaning.faults():
        raise WrongInput(" ".join(faults))
    told = {
        "header": list(header),
        "columns": meaning.as_json(),
        "made_at": current_operation().at,
        "made_by": by.actor,
    }
    row = upsert(ColumnMapping).values(channel_id=channel_id, digest=digest_of(header), **told)
    db.session.execute(row.on_conflict_do_update(index_elements=["channel_id", "digest"], set_=told))
    file.channel_id, file.refusal = channel_id, None
    record(FileArrived(file.id), about=f"import:{file.id}")


def digest_of(header: Sequence[str]) -> str:
    """The same for headers that a person would call the same."""
    names = "\0".join(folded(name) for name in header)
    return hashlib.sha256(names.encode()).hexdigest()


def mapped_formats(channel_id: int | None) -> dict[Format, int]:
    """The kinds of files that people explained, each with its channel: of one channel, or of all."""
    query = select(ColumnMapping, Channel.kind).join(Channel, Channel.id == ColumnMapping.channel_id)
    if channel_id is not None:
        query = query.where(ColumnMapping.channel_id == channel_id)
    return {
        format_of(f"columns-{one.id}", kind, Meaning.from_json(one.columns), one.header): one.channel_id
        for one, kind in db.session.execute(query.order_by(ColumnMapping.made_at.desc()))
    }


def known_meaning(header: Sequence[str]) -> Meaning | None:
    """What was said of such a header before, for any channel."""
    query = select(ColumnMapping.columns).where(ColumnMapping.digest == digest_of(header))
    told = db.session.scalar(query.order_by(ColumnMapping.made_at.desc()).limit(1))
    return Meaning.from_json(told) if told else None
