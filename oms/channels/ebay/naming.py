"""What eBay calls things: an item without a label of the seller's is known by its number and its variation."""

from __future__ import annotations

import re
from collections.abc import Iterable


def item_key(item: str, variation: str = "") -> str:
    """A listing, or one variation of it; the same from a report, from the API and from a template."""
    return f"{item} [{variation}]" if variation else item


def variation_of(aspects: Iterable[tuple[str, str]]) -> str:
    """In one order, whatever order they are told in."""
    return ", ".join(sorted(f"{name.strip()}: {value.strip()}" for name, value in aspects if name.strip()))


def told_variation(text: str | None) -> str:
    """`[Size:M,Colour:Dark blue]` in a report, `Size=M|Colour=Dark blue` in a template."""
    words = (text or "").strip().removeprefix("[").removesuffix("]")
    parts = re.split(r"\|" if "=" in words else r",\s*(?=[^,:]+:)", words)
    pairs = (re.split(r"[:=]", part, maxsplit=1) for part in parts)
    return variation_of((pair[0], pair[-1]) for pair in pairs if len(pair) == 2)


def numbers_only(number: str) -> str:
    """A tracking number as the API takes it: letters and digits."""
    return re.sub(r"[^A-Za-z0-9]", "", number)
