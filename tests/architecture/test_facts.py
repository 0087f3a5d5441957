"""Facts: each that is about an order has its sentence, and each is recorded by somebody."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flask import Flask

from oms.core.commands import known_facts
from oms.desk.timeline import SENTENCES
from tests.architecture.sources import Source, read

OWNED_BY_ORDERS = ("GoodsPutBack", "ReservationLost")  # told of a demand, and an order line owns it


def recorded(sources: Iterable[Source]) -> set[str]:
    """The facts that code makes, by the name of their class."""
    calls = (node for source in sources for node in ast.walk(source.tree) if isinstance(node, ast.Call))
    return {call.func.id for call in calls if isinstance(call.func, ast.Name)}


def about_orders() -> set[str]:
    told = {fact.__name__ for _, fact in known_facts() if "order_id" in fact.__dataclass_fields__}
    return told | set(OWNED_BY_ORDERS) | {"Undone"}


def test_every_fact_about_an_order_has_a_sentence_in_its_timeline(app: Flask) -> None:
    del app
    assert about_orders() - set(SENTENCES) == set()


def test_every_sentence_is_about_a_fact(app: Flask) -> None:
    del app
    assert set(SENTENCES) - about_orders() == set()


def test_every_fact_is_recorded_somewhere(app: Flask) -> None:
    del app
    facts = {fact.__name__ for _, fact in known_facts()}
    assert facts - recorded(read("oms", ".py")) == set()
    assert recorded([Source("oms/a.py", "record(OrderPlaced(1), about='order:1')")]) >= {"OrderPlaced"}
