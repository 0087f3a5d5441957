"""Which format a file is in, told by its header alone: never by its name, and never by its order."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from oms.channels.kinds import all_formats, all_lookalikes, find_kind
from oms.channels.parsed import Format, ParsedFile, Table
from oms.reading.decoding import Text, decode
from oms.reading.problems import UnreadableFile
from oms.reading.rows import NOTHING_ELSE, Columns, folded
from oms.reading.tabular import HEADER_WITHIN, Dialect, Limits, dialects, head

USUAL = "cp1252"
"""The code page of files that are not UTF-8, unless the account says another."""


def read_file(
    content: bytes | Path,
    *,
    channel: str | None = None,
    legacy: str = USUAL,
    limits: Limits | None = None,
    home: str | None = None,
    mapped: Sequence[Format] = (),
) -> ParsedFile:
    """Read a whole file, or raise UnreadableFile with a sentence for the person who gave it.

    `channel` is whose file it is meant to be, None for any. `legacy` is the account's code page for
    files that are not UTF-8: cp1252, or cp932 for an Amazon account in Japan. `home` is the shop's currency.
    `mapped` are kinds of files that people explained; what we know by ourselves comes before them.
    """
    limits = limits or Limits()
    text = decode(content, legacy=legacy, largest=limits.size)
    table = recognise(text, channel=channel, limits=limits, home=home, mapped=mapped)
    with _garbage_left_alone():
        return table.format.parse(table)


def channel_of(content: bytes | Path) -> str:
    """Whose file it is, by its header; raises UnreadableFile."""
    limits = Limits()
    return recognise(
        decode(content, legacy=USUAL, largest=limits.size), channel=None, limits=limits
    ).format.channel


def read_head(content: bytes | Path, legacy: str = USUAL) -> list[list[str]]:
    """The first rows of a file of no known kind, its likely header first. Raises UnreadableFile."""
    text = decode(content, legacy=legacy, largest=Limits().size)
    heads = [head(text, dialect) for dialect in dialects(text) if dialect.quotes]
    rows = max(heads, key=lambda rows: max((_filled(row) for row in rows), default=0), default=[])
    widest = max((_filled(row) for row in rows), default=0)
    return rows[next((at for at, row in enumerate(rows) if _filled(row) == widest), 0) :]


def _filled(row: list[str]) -> int:
    return len({folded(cell) for cell in row} - {""})


@contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Rows make no reference cycles, and looking for some among a growing pile costs a third."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def recognise(
    text: Text,
    *,
    channel: str | None,
    limits: Limits,
    home: str | None = None,
    mapped: Sequence[Format] = (),
) -> Table:
    """The table under the first row that has all signature columns of a known format."""
    heads = {dialect: head(text, dialect) for dialect in dialects(text)}
    for formats, (dialect, rows) in itertools.product((all_formats(), mapped), heads.items()):
        for number, header in enumerate(rows, 1):
            if known := _format_of(header, dialect, formats):
                _refuse_other_channel(known, channel)
                return Table(text, dialect, number, Columns(header, known.called), known, limits, home)
    raise UnreadableFile(_unknown(list(itertools.chain(*heads.values())), channel))


def _format_of(header: list[str], dialect: Dialect, formats: Sequence[Format]) -> Format | None:
    """Quotes count as plain characters only for a format that writes them so."""
    fitting = (known for known in formats if dialect.quotes or known.bare_quotes)
    return next((known for known in fitting if not _missing(known.signature, header, known.called)), None)


def _missing(
    signature: Sequence[str], header: list[str], called: Mapping[str, str] = NOTHING_ELSE
) -> list[str]:
    names = {called.get(name, name) for name in map(folded, header)}
    return [name for name in signature if folded(name) not in names]


def _refuse_other_channel(known: Format, channel: str | None) -> None:
    if channel is None or known.channel == channel:
        return
    raise UnreadableFile(
        f"This is a file of another channel: {known.label}, not one of {find_kind(channel).label}. "
        "Choose the channel that it comes from."
    )


def _unknown(rows: list[list[str]], channel: str | None) -> str:
    """The sentence for a file without a known header: what it nearly is, and what that lacks."""
    formats = [known for known in all_formats() if known.channel == channel] or list(all_formats())
    rows = [row for row in rows if any(row)] or [[]]
    nearest, header = min(itertools.product(formats, rows), key=lambda pair: _share_missing(pair[0], pair[1]))
    missing = ", ".join(_missing(nearest.signature, header, nearest.called))
    return (
        f"{_looks_like(rows)} None of its first {HEADER_WITHIN} rows is a header that can be read. "
        f"The nearest is {nearest.label}; missing columns: {missing}."
    ).strip()


def _share_missing(known: Format, header: list[str]) -> float:
    return len(_missing(known.signature, header, known.called)) / len(known.signature)


def _looks_like(rows: list[list[str]]) -> str:
    for known in all_lookalikes():
        if any(not _missing(known.signature, row) for row in rows):
            return f"This looks like {known.what}: such files cannot be imported."
    return "This file is of no known kind."
