"""Those who come at the same moment are served in one go; nobody is refused for a neighbour's sake."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from oms.core.batching import Batches
from oms.core.errors import DiskFull
from tests.running import wait_until


class Serving:
    """Serves numbers, slowly until it may go on; an odd number is refused, and whoever comes with it."""

    def __init__(self, refusal: type[Exception] = DBAPIError) -> None:
        self.served: list[list[int]] = []
        self.tried: list[list[int]] = []
        self.may_go_on = threading.Event()
        self.refusal = refusal
        self.batches = Batches(self.serve)
        self.failed: list[tuple[int, Exception]] = []

    def serve(self, numbers: Sequence[int]) -> None:
        self.tried.append(sorted(numbers))
        self.may_go_on.wait(30)
        if any(number % 2 for number in numbers):
            raise IntegrityError("", {}, Exception()) if self.refusal is DBAPIError else self.refusal()
        self.served.append(sorted(numbers))

    def add(self, number: int) -> None:
        try:
            self.batches.add(number)
        except Exception as error:
            self.failed.append((number, error))

    def at_once(self, first: int, *others: int) -> None:
        """The first is being served when the others come."""
        threads = [threading.Thread(target=self.add, args=(number,)) for number in (first, *others)]
        threads[0].start()
        wait_until(lambda: self.tried)
        for thread in threads[1:]:
            thread.start()
        wait_until(lambda: len(self.batches._waiting) == len(others))
        self.may_go_on.set()
        for thread in threads:
            thread.join()


def test_who_waits_is_served_together() -> None:
    serving = Serving()

    serving.at_once(2, 4, 6, 8)

    assert serving.served == [[2], [4, 6, 8]]
    assert serving.failed == []


def test_what_fails_in_company_is_tried_again_alone() -> None:
    serving = Serving()

    serving.at_once(2, 4, 5, 6)

    assert sorted(serving.served) == [[2], [4], [6]]
    assert [number for number, _ in serving.failed] == [5]


def test_who_comes_alone_is_told_at_once_what_went_wrong() -> None:
    serving = Serving()
    serving.may_go_on.set()

    with pytest.raises(IntegrityError):
        serving.batches.add(1)
    serving.batches.add(2)

    assert serving.served == [[2]]


def test_a_full_disk_is_told_to_everybody() -> None:
    serving = Serving(DiskFull)

    serving.at_once(2, 1, 3)

    assert {number for number, _ in serving.failed} == {1, 3}
    assert {type(error) for _, error in serving.failed} == {DiskFull}
