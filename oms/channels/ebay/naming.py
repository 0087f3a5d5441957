"""What eBay calls things: an item without a label of the seller's is known by its number and its variation."""

from __future__ import annotations

import re
from collections.abc import Iterable

BETWEEN_ASPECTS = re.compile(r",\s*(?=[^,:]+:)")
ITEM = re.compile(r"([1-9][0-9]{8,11})(?: \[.*\])?", re.DOTALL)


def item_key(item: str, variation: str = "") -> str:
    """A listing, or one variation of it; the same from a report, from the API and from a template."""
    return f"{item} [{variation}]" if variation else item


def item_of(line_id: str) -> str | None:
    """The number of the item, where a line is known by what was sold; a transaction's number is longer."""
    found = ITEM.fullmatch(line_id)
    return found[1] if found else None


def variation_of(aspects: Iterable[tuple[str, str]]) -> str:
    """In one order, whatever order they are told in."""
    return ", ".join(sorted(f"{name.strip()}: {value.strip()}" for name, value in aspects if name.strip()))


def told_variation(text: str | None) -> str:
    """`[Size:M,Colour:Dark blue]` in a report, `Size=M|Colour=Dark blue` in a template."""
    words = (text or "").strip().removeprefix("[").removesuffix("]")
    if not words:
        return ""
    is_of_template = "=" in words.partition(":")[0]
    parts = words.split("|") if is_of_template else BETWEEN_ASPECTS.split(words)
    pairs = (re.split(r"[:=]", part, maxsplit=1) for part in parts)
    return variation_of((pair[0], pair[-1]) for pair in pairs if len(pair) == 2)


def numbers_only(number: str) -> str:
    """A tracking number as the API takes it: letters and digits."""
    return re.sub(r"[^A-Za-z0-9]", "", number)
