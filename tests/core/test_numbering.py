"""Running numbers: from 1, without gaps, and no number twice."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from oms.core.db import transaction
from oms.core.numbering import next_number
from oms.core.operations import By
from tests.core.acts import take_number, taken


@pytest.mark.usefixtures("context")
def test_every_series_begins_at_one() -> None:
    with transaction():
        assert [next_number("orders"), next_number("orders"), next_number("totes")] == [1, 2, 1]


def number_and_give_up() -> None:
    with transaction():
        next_number("orders")
        raise LookupError


@pytest.mark.usefixtures("context")
def test_a_number_that_was_not_used_in_the_end_leaves_no_gap() -> None:
    with transaction():
        next_number("orders")
    with pytest.raises(LookupError):
        number_and_give_up()

    with transaction():
        assert next_number("orders") == 2


def test_many_at_once_share_no_number(app: Flask) -> None:
    numbers: list[int] = []

    def draw() -> None:
        with app.app_context():
            for _ in range(5):
                numbers.append(take_number("orders", by=By("user:3")))

    with app.app_context():
        take_number("orders", by=By("user:3"))
    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == list(range(2, 22))
    with app.app_context():
        assert taken("orders") == 21


def test_the_first_number_of_a_series_is_taken_once_too(app: Flask) -> None:
    numbers: list[int] = []
    together = threading.Barrier(4)

    def draw() -> None:
        with app.app_context():
            together.wait()
            numbers.append(take_number("orders", by=By("user:3")))

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == [1, 2, 3, 4]
