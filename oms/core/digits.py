"""Whole numbers as browsers send them: plain digits, and no more of them than the database keeps."""

from __future__ import annotations

import re

DIGITS = r"[0-9]{1,18}"
WHOLE = re.compile(DIGITS)


def is_whole(text: str) -> bool:
    return WHOLE.fullmatch(text) is not None


def whole(text: str) -> int:
    """The number; ValueError where the text is none, which is how a query string leaves it out."""
    if not is_whole(text):
        raise ValueError(f"{text[:20]!r} is no whole number")
    return int(text)
