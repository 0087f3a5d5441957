"""Telling a channel by a file that somebody uploads: what is open goes into one, and is in none but that one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from oms.channels.kinds import find_kind
from oms.channels.models import Channel
from oms.channels.uploads import ShipmentUpload, UploadFile
from oms.core.db import db
from oms.core.errors import Missing, Refused
from oms.core.events import record_all
from oms.core.operations import By, current_operation, final, verb
from oms.outgoing.deciding import record_told
from oms.outgoing.facts import FileTakenBack
from oms.outgoing.files import NO_FILE, SHIPMENTS, keep_file, lock_account, wanted_template
from oms.outgoing.models import Confirmation, OutgoingFile
from oms.outgoing.queries import open_of
from oms.outgoing.sending import Ready, ready
from oms.outgoing.telling import DOUBT
from oms.outgoing.ways import FILE, way_of

NOTHING = "There is nothing to tell: the channel knows of every parcel that left."
BY_ITSELF = "This account is told by itself. Switch that off first, then make files."
NONE_CAN = "None of these parcels can go into a file yet. Each says why."


@verb(final("The file may be with the channel already. Where it is not, take the file back."))
def make_shipments_file(channel_id: int, *, by: By) -> int:
    """One file of all that the channel was not told yet; its id. What cannot go in stays open and says why."""
    channel = lock_account(channel_id)
    if way_of(channel) != FILE:
        raise Refused(BY_ITSELF)
    waiting = ready(channel, _lock_open(channel_id))
    if not waiting:
        raise Refused(NOTHING)
    written = write(channel, waiting)
    into = [one.confirmation for one in waiting if one.sending.key not in written.left_out]
    if not into:
        raise Refused(NONE_CAN)
    file = keep_file(channel_id, SHIPMENTS, written, len(into))
    for one in waiting:
        _leave_out(one.confirmation, written.left_out.get(one.sending.key))
    for confirmation in into:
        confirmation.told_at, confirmation.told_by = current_operation().at, by.actor
        confirmation.file_id = file.id
    record_told(into, "file")
    return file.id


@verb(final("Make a new file instead."))
def take_back_file(file_id: int, *, by: By) -> int:
    """The channel never got it, or did not take it: its parcels wait for the next file. How many there are."""
    found = db.session.get(OutgoingFile, file_id)
    if found is None or found.kind != SHIPMENTS:
        raise Missing("There is no such file.")
    lock_account(found.channel_id)
    db.session.refresh(found, ["withdrawn_at"])
    if found.withdrawn_at is not None:
        raise Refused("This file was taken back already.")
    found.withdrawn_at, found.withdrawn_by = current_operation().at, by.actor
    inside = db.session.scalars(select(Confirmation).where(Confirmation.file_id == file_id)).all()
    for one in inside:
        one.told_at = one.told_by = one.file_id = None
    record_all(
        (FileTakenBack(one.order_id, one.parcel_id, file_id), f"order:{one.order_id}") for one in inside
    )
    return len(inside)


def left_out_now(channel: Channel, confirmation_ids: Sequence[int]) -> Mapping[str, str]:
    """What would stay out of a file if it was made now, each with the reason. Changes nothing."""
    return write(channel, ready(channel, confirmation_ids)).left_out


def write(channel: Channel, waiting: Sequence[Ready]) -> UploadFile:
    """The file as it would be made now, with all that is left out of it."""
    upload = shipment_upload_of(channel)
    troubles = {one.sending.key: told for one in waiting if (told := _trouble(one))}
    template = wanted_template(channel, SHIPMENTS)
    written = upload.write([one.sending for one in waiting if one.sending.key not in troubles], template)
    return replace(written, left_out={**written.left_out, **troubles})


def _trouble(one: Ready) -> str | None:
    return DOUBT if _may_be_told(one.confirmation) else one.trouble


def _may_be_told(one: Confirmation) -> bool:
    """While the account was still told by itself."""
    return one.may_be_told or one.calling_since is not None


def _leave_out(one: Confirmation, reason: str | None) -> None:
    one.refusal = reason
    if reason and _may_be_told(one):
        one.calling_since = one.calling_since or current_operation().at


def shipment_upload_of(channel: Channel) -> ShipmentUpload:
    upload = find_kind(channel.kind).shipment_upload
    if upload is None:
        raise Refused(NO_FILE)
    return upload


def _lock_open(channel_id: int) -> Sequence[int]:
    query = open_of(channel_id).order_by(Confirmation.id).with_for_update()
    return [one.id for one in db.session.scalars(query.execution_options(populate_existing=True))]
