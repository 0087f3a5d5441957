"""Looking again only where something was committed: by this process or another, and never too seldom."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread

import pytest
from flask import Flask

from oms.core.db import transaction
from oms.core.operations import By
from oms.core.watching import look_where_new
from tests.core.acts import take_number

SELDOM = 1e9
PATIENCE, IN_A_ROW = 30, 4


Ask = Callable[[], int]


@pytest.fixture
def looked(context: Flask) -> Ask:
    """Ask once more; how often somebody looked so far."""
    looks: list[int] = []

    def ask() -> int:
        look_where_new("test", lambda: looks.append(1), at_least_every=SELDOM)
        return len(looks)

    quiet(ask)
    return ask


def quiet(ask: Ask) -> int:
    """How often somebody looked, once nobody does any more: each connection of the pool looks for itself, and
    PostgreSQL counts what is written to any database of its server.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = {ask() for _ in range(IN_A_ROW)}
        if len(found) == 1:
            return found.pop()
    raise AssertionError("somebody looks without end")


def elsewhere(app: Flask, act: Callable[[], object]) -> None:
    """With a connection of its own, as another process has."""

    def run() -> None:
        with app.app_context():
            act()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def test_nobody_looks_again_while_nothing_is_committed(looked: Ask) -> None:
    assert quiet(looked)


def test_what_another_one_commits_is_looked_at(context: Flask, looked: Ask) -> None:
    before = looked()
    elsewhere(context, lambda: take_number("orders", by=By("user:3")))

    assert looked() > before
    quiet(looked)


def test_what_one_commits_oneself_is_looked_at_too(looked: Ask) -> None:
    before = looked()
    take_number("orders", by=By("user:3"))

    assert looked() > before
    quiet(looked)


def test_what_was_under_way_is_looked_at_when_it_is_committed(context: Flask, looked: Ask) -> None:
    written, may_end = Event(), Event()

    def write_slowly() -> None:
        with transaction():
            take_number("orders", by=By("user:3"))
            written.set()
            may_end.wait(20)

    writer = Thread(target=elsewhere, args=(context, write_slowly))
    writer.start()
    written.wait(20)
    before = quiet(looked)
    may_end.set()
    writer.join()

    assert looked() > before


def test_a_look_that_failed_is_made_again(context: Flask) -> None:
    def fail() -> None:
        raise OSError

    for _ in range(30):
        with pytest.raises(OSError):
            look_where_new("test", fail, at_least_every=SELDOM)


def test_somebody_looks_now_and_then_in_any_case(context: Flask) -> None:
    looks: list[int] = []
    for _ in range(30):
        look_where_new("test", lambda: looks.append(1), at_least_every=1e-9)

    assert len(looks) == 30
