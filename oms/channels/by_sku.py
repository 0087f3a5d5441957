"""What a file says of an order without the ids of its lines, told as of the lines that we have. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from oms.channels.parsed import ItemWord, Refresh
from oms.channels.telling import Told

STRANGE = "it has no item “{}” here"


def as_json(refresh: Refresh) -> dict[str, Any]:
    return asdict(refresh)


def as_refresh(told: dict[str, Any]) -> Refresh:
    """The reverse of `as_json`."""
    return Refresh(**{**told, "items": tuple(ItemWord(**item) for item in told["items"])})


def with_lines(now: Told, refresh: Refresh, before: Told) -> Told:
    """The word with those of our lines about which it says something."""
    lines = {line["external_id"]: line for line in before["lines"]}
    for item in refresh.items:
        lines |= {line["external_id"]: line for line in _told(item, _meant(item, before))}
    if refresh.all_sent:
        lines = {line_id: _sent(line, line["quantity"]) for line_id, line in lines.items()}
    known = {line["external_id"]: line for line in before["lines"]}
    return {**now, "lines": [line for line_id, line in lines.items() if line != known[line_id]]}


def strangers(refresh: Refresh, before: Told) -> list[str]:
    """What it tells of and we do not have, in words."""
    return [STRANGE.format(item.sku) for item in refresh.items if item.quantity and not _meant(item, before)]


def _meant(item: ItemWord, before: Told) -> list[Told]:
    return [line for line in before["lines"] if line["sku"] == item.sku]


def _told(item: ItemWord, lines: list[Told]) -> Iterable[Told]:
    """What was sent goes to its lines in their order; the money is told only where one line can be meant."""
    left = item.sent
    for line in lines:
        if not item.quantity:
            yield {**line, "cancelled": line["quantity"] - line["shipped_by_channel"]}
            continue
        told = _sent(line, left)
        left -= min(left, line["quantity"] - line["cancelled"])
        yield _priced(told, item) if len(lines) == 1 and item.quantity == line["quantity"] else told


def _sent(line: Told, units: int) -> Told:
    most = line["quantity"] - line["cancelled"]
    return {**line, "shipped_by_channel": max(line["shipped_by_channel"], min(units, most))}


def _priced(line: Told, item: ItemWord) -> Told:
    names = ("line_total_minor", "tax_minor", "discount_minor")
    told = {name: value for name in names if (value := getattr(item, name)) is not None}
    return {**line, **told}
