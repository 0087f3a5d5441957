"""The page of an account about the parcels that it was not told of, and the files by which it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from oms.accounts.queries import names_of
from oms.channels.kinds import find_kind
from oms.channels.models import Channel
from oms.channels.queries import find_channel
from oms.outgoing.files import SHIPMENTS, template_of
from oms.outgoing.filing import left_out_now, shipment_upload_of
from oms.outgoing.models import OutgoingFile, UploadTemplate
from oms.outgoing.queries import MOST, Telling, count_untold, files_of, untold
from oms.outgoing.ways import API, FILE, way_of


@dataclass(frozen=True, slots=True)
class ShipmentsPage:
    """`name` is what people call the channel; `left_out` is how many parcels cannot go into the next file."""

    channel: Channel
    name: str
    way: str
    tellings: Sequence[Telling]
    count: int
    left_out: int
    template: UploadTemplate | None
    lacks_template: bool
    files: Sequence[OutgoingFile]
    names: Mapping[str, str]

    @property
    def into_file(self) -> int:
        """How many parcels the next file would tell."""
        return max(0, self.count - self.left_out)

    @property
    def stopped(self) -> list[int]:
        """What nothing carries any more: it left before the account was told by itself."""
        return [one.confirmation.id for one in self.tellings if one.state == "stopped"]

    @property
    def is_cut(self) -> bool:
        return self.count > MOST


def shipments_page(channel_id: int) -> ShipmentsPage:
    channel = find_channel(channel_id)
    way, template = way_of(channel), template_of(channel_id, SHIPMENTS)
    lacks_template = way == FILE and shipment_upload_of(channel).wants_template and template is None
    files = [] if way == API else files_of(channel_id, SHIPMENTS)
    tellings = untold(channel)
    left_out = {} if lacks_template else _left_out(channel, way, tellings)
    return ShipmentsPage(
        channel=channel,
        name=find_kind(channel.kind).label,
        way=way,
        tellings=[_with_reason(one, left_out) for one in tellings],
        count=count_untold(channel_id),
        left_out=len(left_out),
        template=template,
        lacks_template=lacks_template,
        files=files,
        names=names_of([*(file.made_by for file in files), *(file.withdrawn_by or "" for file in files)]),
    )


def _with_reason(telling: Telling, left_out: Mapping[str, str]) -> Telling:
    """What a file would say now, before what the last one said."""
    reason = left_out.get(str(telling.confirmation.id))
    return (
        replace(telling, reason=reason)
        if telling.way == FILE and not telling.confirmation.is_in_doubt
        else telling
    )


def _left_out(channel: Channel, way: str, tellings: Sequence[Telling]) -> Mapping[str, str]:
    return left_out_now(channel, [one.confirmation.id for one in tellings]) if way == FILE else {}
