"""What strangers wrote, made fit for paper: bounded, in one piece, and unable to turn the line around."""

from __future__ import annotations

import re
import unicodedata

LINE_LIMIT = 300
NOTE_LIMIT = 2_000
NOTE_LINES = 50

# Overrides and embeddings can show a house number backwards; marks and joiners are needed to write Persian and Hindi.
_TURNERS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LINE_ENDS = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")


def one_line(text: str, limit: int = LINE_LIMIT) -> str:
    """The text on one line; what is longer than any honest field ends in an ellipsis."""
    line = _BLANKS.sub(" ", text[: 4 * limit].translate(_TURNERS))
    return line if len(line) <= limit else line[: limit - 1] + "…"


def note_lines(text: str) -> list[str]:
    """A note as its lines, within 2,000 letters and 50 lines; an ellipsis says that there was more."""
    lines = [one_line(line, NOTE_LIMIT) for line in _LINE_ENDS.split(text[:NOTE_LIMIT].strip())]
    cut = len(text.strip()) > NOTE_LIMIT or len(lines) > NOTE_LINES
    return lines[:NOTE_LINES] + (["…"] if cut else [])


def direction(*texts: str) -> str:
    """`rtl` if the first letter that has a direction runs from right to left."""
    strong = (unicodedata.bidirectional(letter) for text in texts for letter in text)
    return "rtl" if next((d for d in strong if d in {"L", "R", "AL"}), "L") != "L" else "ltr"


def columns(text: str) -> int:
    """How wide the text is, in letters; a Chinese or Japanese one is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def around(line: str, part: str) -> tuple[str, str, str]:
    """The line before, at and after the part; a part that is not there leaves the line whole."""
    before, found, after = line.partition(part) if part else (line, "", "")
    return before, found, after
