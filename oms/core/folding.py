"""Words without case and accents, so that they are found however somebody types them."""

from __future__ import annotations

import unicodedata


def fold(words: str) -> str:
    """`Zoë MÜLLER` and `zoe muller` are the same."""
    if words.isascii():
        return words.casefold()
    flat = unicodedata.normalize("NFKD", words)
    return "".join(c for c in flat if not unicodedata.combining(c)).casefold()
