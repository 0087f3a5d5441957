"""Which characters the bytes of a file stand for: told by proof, never by likelihood."""

from __future__ import annotations

import codecs
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TextIO

from oms.reading.problems import UnreadableFile
from oms.reading.workbooks import as_csv, is_workbook

MOST_ROWS = 200_000
CHUNK = 1 << 20
SMALL_CHUNK = 1 << 16

ENOUGH_BROKEN = 1000
"""So many bytes that are not UTF-8 tell what a file is without the rest of it."""

BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
BROKEN_BYTE = re.compile("[\udc80-\udcff]")

LABELS = {"cp1252": "Windows-1252", "cp932": "Shift_JIS (cp932)"}

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

SAVE_AS_TEXT = "Open it in a spreadsheet and save it as CSV, or download the report as text again."

FOREIGN_BEGINNINGS = (
    (b"PK\x03\x04", "This is a ZIP archive. Unpack it first."),
    (b"\xd0\xcf\x11\xe0", f"This is an old Excel workbook, not a text file. {SAVE_AS_TEXT}"),
    (b"\x1f\x8b", "This is a compressed file. Unpack it first."),
    (b"%PDF", "This is a PDF, not a text file."),
    (b"<!doctype html", "This is a web page, perhaps a sign-in page. Download the report again."),
    (b"<html", "This is a web page, perhaps a sign-in page. Download the report again."),
)


@dataclass(frozen=True, slots=True)
class Text:
    """Bytes and the proven way to read them. It opens as often as asked and is never held whole."""

    content: bytes | Path
    codec: str
    encoding: str

    def open(self) -> TextIO:
        """Line ends are kept as they are, since a cell may hold them."""
        return io.TextIOWrapper(open_bytes(self.content), encoding=self.codec, newline="")


def open_bytes(content: bytes | Path) -> BinaryIO:
    if isinstance(content, bytes):
        return io.BytesIO(content)
    try:
        return content.open("rb")
    except OSError as problem:
        raise UnreadableFile(f"The file cannot be opened: {problem.strerror}.") from problem


def decode(content: bytes | Path, *, legacy: str, largest: int) -> Text:
    """A workbook's only sheet; else by a byte order mark, else strict UTF-8, else the account's own older code page, also strict."""
    if is_workbook(content):
        refuse_huge(len(content) if isinstance(content, bytes) else content.stat().st_size, largest)
        rows, sheet = as_csv(content, most_rows=MOST_ROWS)
        return Text(rows, "utf-8", f"Excel workbook, sheet “{sheet}”")
    beginning = _beginning(content, largest)
    for mark, codec, label in BYTE_ORDER_MARKS:
        if beginning.startswith(mark):
            return _proven(Text(content, codec, label))
    _refuse_binary(content)
    if not _is_broken(content, "utf-8"):
        return Text(content, "utf-8", "UTF-8")
    _refuse_damaged_utf8(content)
    return _proven(Text(content, legacy, LABELS.get(legacy, legacy)))


def refuse_huge(size: int, largest: int) -> None:
    if size > largest:
        raise UnreadableFile(
            f"The file has {size / 1e6:.1f} MB; {largest / 1e6:.0f} MB is the most that can be "
            "imported at once. Export a shorter range of dates, or split it."
        )


def _beginning(content: bytes | Path, largest: int) -> bytes:
    with open_bytes(content) as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        beginning = stream.read(512)
    refuse_huge(size, largest)
    if size <= len(beginning) and not beginning.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise UnreadableFile("The file is empty.")
    lowered = beginning.lstrip().lower()
    for magic, sentence in FOREIGN_BEGINNINGS:
        if lowered.startswith(magic.lower()):
            raise UnreadableFile(sentence)
    return beginning


def _chunks(content: bytes | Path, size: int = CHUNK) -> Iterator[bytes]:
    with open_bytes(content) as stream:
        while chunk := stream.read(size):
            yield chunk


def _refuse_binary(content: bytes | Path) -> None:
    if any(b"\0" in chunk for chunk in _chunks(content)):
        raise UnreadableFile(f"This is a binary file, not a text file. {SAVE_AS_TEXT}")


def _is_broken(content: bytes | Path, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for chunk in _chunks(content):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return True
    return False


def _proven(text: Text) -> Text:
    if _is_broken(text.content, text.codec):
        raise UnreadableFile(
            f"The file holds bytes that are no characters in {text.encoding}, so names "
            "would come out wrong. Download it again, or check which character set it was saved in."
        )
    with text.open() as stream:
        if text.codec == "utf-16" and any("\0" in part for part in iter(lambda: stream.read(CHUNK), "")):
            raise UnreadableFile(f"This is a binary file, not a text file. {SAVE_AS_TEXT}")
    return text


def _refuse_damaged_utf8(content: bytes | Path) -> None:
    """A file in an older code page holds next to no valid UTF-8 beyond ASCII; a damaged one does."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    valid = broken = broken_at_the_end = lines = damaged_line = 0
    for chunk in chain(_chunks(content, SMALL_CHUNK), [b""]):
        text = decoder.decode(chunk, final=not chunk)
        if not damaged_line and (first := BROKEN_BYTE.search(text)):
            damaged_line = lines + text.count("\n", 0, first.start()) + 1
        broken_at_the_end = len(BROKEN_BYTE.findall(text))
        broken += broken_at_the_end
        valid += len(BEYOND_ASCII.findall(text)) - broken_at_the_end
        lines += text.count("\n")
        if broken >= ENOUGH_BROKEN:
            break
    else:
        if broken == broken_at_the_end:
            raise UnreadableFile("The file is cut off in the middle of a character. Download it again.")
    if broken <= valid:
        raise UnreadableFile(
            f"The file is damaged: line {damaged_line} holds bytes that are not UTF-8, as the rest "
            "of the file is. Download it again."
        )
