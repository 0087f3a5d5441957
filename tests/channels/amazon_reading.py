"""Amazon's reports as orders, or as the first refusal."""

from __future__ import annotations

from oms.channels.parsed import ParsedFile
from oms.channels.recognising import read_file
from oms.orders.drafts import OrderDraft
from tests.channels.files import NEW_ORDERS, SAMPLES, Cells, amazon

PROMOTIONS = {"item_promotion_id": "A", "item_promotion_discount": "-1.00"}


def read(*rows: Cells, columns: tuple[str, ...] = NEW_ORDERS) -> ParsedFile:
    parsed = read_file(amazon(*rows, columns=columns), channel="amazon")
    assert parsed.accounted_rows == parsed.rows
    return parsed


def one(*rows: Cells, columns: tuple[str, ...] = NEW_ORDERS) -> OrderDraft:
    parsed = read(*rows, columns=columns)
    assert not parsed.refused
    return parsed.orders[0].draft


def refusal(*rows: Cells, columns: tuple[str, ...] = NEW_ORDERS) -> tuple[int, str, int]:
    parsed = read(*rows, columns=columns)
    assert not parsed.orders
    return parsed.refused[0].row, parsed.refused[0].reason, parsed.refused[0].rows


def sample(name: str) -> list[OrderDraft]:
    return [order.draft for order in read_file(SAMPLES / name, channel="amazon").orders]
