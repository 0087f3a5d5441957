"""Files for channels: made once, numbered, kept, and the same at each download; and what they have to look like."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from sqlalchemy import select

from oms.channels.kinds import find_kind
from oms.channels.models import Channel
from oms.channels.uploads import ShipmentUpload, StockUpload, UploadFile
from oms.core.db import db
from oms.core.errors import Missing, Refused
from oms.core.numbering import next_number
from oms.core.operations import By, Operation, current_operation, remember, undoable, verb
from oms.outgoing.models import OutgoingFile, UploadTemplate
from oms.reading.content import Content

SHIPMENTS, STOCK = "shipments", "stock"
NO_FILE = "This kind of account takes no such file."
NO_TEMPLATE = "Give the channel's own file first: ours has to look like it."


def lock_account(channel_id: int) -> Channel:
    """Part of a verb: whoever makes a file for an account, one after the other."""
    found = db.session.get(Channel, channel_id, with_for_update={"key_share": True}, populate_existing=True)
    if found is None:
        raise Missing("There is no such channel.")
    return found


def upload_of(channel: Channel, kind: str) -> ShipmentUpload | StockUpload:
    """How files of a kind are written for an account. Refuses where its channel takes none."""
    known = find_kind(channel.kind)
    found = known.shipment_upload if kind == SHIPMENTS else known.stock_upload if kind == STOCK else None
    if found is None:
        raise Refused(NO_FILE)
    return found


def template_of(channel_id: int, kind: str) -> UploadTemplate | None:
    """What is remembered of the channel's own file."""
    return db.session.get(UploadTemplate, (channel_id, kind))


def wanted_template(channel: Channel, kind: str) -> Any:
    """The same as `write` takes it. Refuses where it is wanted and nobody gave it yet."""
    kept = template_of(channel.id, kind)
    if kept is None and upload_of(channel, kind).wants_template:
        raise Refused(NO_TEMPLATE)
    return kept.template if kept else None


def keep_file(channel_id: int, kind: str, written: UploadFile, rows: int) -> OutgoingFile:
    """Part of a verb that locked the account: the file under its next number."""
    running, number = current_operation(), next_number(f"file:{channel_id}:{kind}")
    name = PurePath(written.filename)
    file = OutgoingFile(
        channel_id=channel_id,
        kind=kind,
        number=number,
        filename=f"{name.stem}-{number:04d}{name.suffix}",
        rows=rows,
        left_out=dict(written.left_out) or None,
        made_at=running.at,
        made_by=running.by.actor,
        content=written.content,
    )
    db.session.add(file)
    db.session.flush()
    return file


def content_of(file_id: int) -> tuple[str, bytes]:
    """Name and bytes for a download. Refuses a file that was taken back."""
    query = select(OutgoingFile.filename, OutgoingFile.content, OutgoingFile.withdrawn_at)
    found = db.session.execute(query.where(OutgoingFile.id == file_id)).first()
    if found is None:
        raise Missing("There is no such file.")
    filename, content, withdrawn_at = found
    if withdrawn_at is not None:
        raise Refused("This file was taken back. What was in it waits for the next one.")
    return filename, content


@verb(undoable())
def keep_template(channel_id: int, kind: str, filename: str, content: Content, *, by: By) -> None:
    """Remember what the channel's own file looks like. Raises UnreadableFile."""
    channel = lock_account(channel_id)
    template = upload_of(channel, kind).read_template(content)
    kept = template_of(channel_id, kind)
    remember(channel_id=channel_id, kind=kind, before=[kept.filename, kept.template] if kept else None)
    _keep(channel_id, kind, filename, template, by)


@keep_template.undo
def _old_template(operation: Operation) -> None:
    channel_id, kind = operation.recall("channel_id"), operation.recall("kind")
    lock_account(channel_id)
    kept = db.session.get_one(UploadTemplate, (channel_id, kind))
    if (kept.kept_at, kept.kept_by) != (operation.at, operation.by):
        raise Refused("Another file was given since, so this cannot be undone.")
    if operation.recall("before") is None:
        db.session.delete(kept)
    else:
        filename, template = operation.recall("before")
        _keep(channel_id, kind, filename, template, current_operation().by)


def _keep(channel_id: int, kind: str, filename: str, template: Any, by: By) -> None:
    kept = template_of(channel_id, kind) or UploadTemplate(channel_id=channel_id, kind=kind)
    kept.filename, kept.template = filename, template
    kept.kept_at, kept.kept_by = current_operation().at, by.actor
    db.session.add(kept)
