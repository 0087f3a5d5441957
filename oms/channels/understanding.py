"""Understanding a file: what kind it is, whose, and in which code page it is written."""

from __future__ import annotations

from oms.channels.columns.remembering import mapped_formats
from oms.channels.models import Channel
from oms.channels.parsed import ParsedFile
from oms.channels.previewing import channel_for
from oms.channels.recognising import USUAL, read_file
from oms.core.db import db
from oms.shop.models import the_shop


def understand(content: bytes, chosen: int | None) -> tuple[ParsedFile, int]:
    """The file, and the channel that it is of: the chosen one, or the only one that it can be. An account that
    writes in a code page of its own is only known once the header is read: then the file is read anew.

    Raises UnreadableFile.
    """
    home, mapped = the_shop().currency, mapped_formats(chosen)
    db.session.rollback()
    channel = _code_page(chosen) if chosen else None
    legacy = channel[1] if channel else USUAL
    parsed = read_file(content, channel=channel and channel[0], legacy=legacy, home=home, mapped=list(mapped))
    owners = {known.name: channel_id for known, channel_id in mapped.items()}
    channel_id = owners.get(parsed.format) or channel_for(parsed, chosen)
    kind, legacy = _code_page(channel_id)
    if not chosen and legacy != USUAL and not parsed.encoding.startswith("UTF"):
        parsed = read_file(content, channel=kind, legacy=legacy, home=home, mapped=list(mapped))
    return parsed, channel_id


def _code_page(channel_id: int) -> tuple[str, str]:
    """The kind of a channel, and what its files are in that are not UTF-8."""
    channel = db.session.get_one(Channel, channel_id)
    told = channel.kind, channel.legacy_encoding
    db.session.rollback()
    return told
