"""What Etsy calls our goods: the SKU, or else the listing with what the buyer chose of it.

A file writes the choices in one text, the API in a list; both come to the same name. What a buyer has written on
the thing is no part of the name: it would be another one for each buyer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

CHOICE = re.compile(r",(?=[^,:]+:)")
PERSONAL = re.compile(r"personali[sz]", re.IGNORECASE)

Choices = tuple[tuple[str, str], ...]


def choices(text: str | None) -> Choices:
    """`Size:A4,Color:Red`. From a personalisation on, all is the buyer's own words, with their commas."""
    found: list[tuple[str, str]] = []
    for part in CHOICE.split(text or ""):
        name, _, value = part.partition(":")
        if found and PERSONAL.match(found[-1][0]):
            found[-1] = (found[-1][0], f"{found[-1][1]},{part}")
        elif name.strip() and value.strip():
            found.append((name.strip(), value.strip()))
    return tuple(found)


def name_of(sku: str | None, listing: str | None, chosen: Choices) -> str | None:
    """What a line is called; None where Etsy tells neither."""
    if sku or not listing:
        return sku
    return " ".join(filter(None, [listing, _joined(one for one in chosen if not PERSONAL.match(one[0]))]))


def title_of(title: str | None, name: str | None, chosen: Choices) -> str:
    """What a picker reads, with what the buyer chose and wrote."""
    return " · ".join(filter(None, [title or name or "(no name)", _joined(chosen)]))


def _joined(chosen: Iterable[tuple[str, str]]) -> str:
    return ",".join(f"{name}:{value}" for name, value in chosen)
