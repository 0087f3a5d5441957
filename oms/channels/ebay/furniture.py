"""What stands around the rows of eBay's reports: how many sales records there are, and whose they are.

It may stand in the middle of a file too, where somebody has put several reports into one.
"""

from __future__ import annotations

import re

COUNT = re.compile(
    r"(?:(?P<count>[0-9]{1,7}) )?[^\W\d_]+(?:\([a-z]\))?"
    r" (?:downloaded|(?:wurden )?heruntergeladen|t[ée]l[ée]charg[ée](?:e?s|\(e?s?\)|\(e\)\(s\))?)\b.*",
    re.IGNORECASE,
)
SELLER = re.compile(
    r"(?:seller id|seller|verk.ufer(?:-id|name)?|(?:id|identifiant|pseudo) (?:du )?vendeur) ?: ?.*",
    re.IGNORECASE,
)
BEGINNING = 4


def closes(cells: list[str]) -> bool:
    """Whether this row only ends a report."""
    words = _words(cells)
    return bool(words) and bool(COUNT.fullmatch(words) or SELLER.fullmatch(words))


def is_count(cells: list[str]) -> bool:
    return bool(COUNT.fullmatch(_words(cells)))


def told_count(cells: list[str]) -> int | None:
    """How many sales records the report says that it holds."""
    found = COUNT.fullmatch(_words(cells))
    return int(found["count"]) if found and found["count"] else None


def stands_alone(cells: list[str]) -> bool:
    """A row with words in its first cell alone, such as the title above a report."""
    return bool(cells[0].strip()) and not any(cell.strip() for cell in cells[1:])


def _words(cells: list[str]) -> str:
    """The words of its first cells: the count may stand in a cell of its own, and the text in the second."""
    return " ".join(" ".join(cells[:BEGINNING]).split())
