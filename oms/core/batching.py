"""Those who come at the same moment are served in one go: a hundred small transactions cost a hundred syncs of the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy.exc import DBAPIError

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Ticket(Generic[T]):
    item: T
    served: bool = False
    alone: bool = False


@dataclass(slots=True)
class Batches(Generic[T]):
    """Whoever finds nobody at work serves all who wait; the others find it done. What fails in company is tried
    again alone, so that nobody is refused for a neighbour's sake.
    """

    serve: Callable[[Sequence[T]], None]
    _waiting: list[Ticket[T]] = field(default_factory=list)
    _queue: Lock = field(default_factory=Lock)
    _work: Lock = field(default_factory=Lock)

    def add(self, item: T) -> None:
        """Returns once it is served."""
        ticket = Ticket(item)
        with self._queue:
            self._waiting.append(ticket)
        with self._work:
            if not ticket.served:
                self._serve_all()
        if ticket.alone:
            self.serve([item])

    def _serve_all(self) -> None:
        with self._queue:
            tickets, self._waiting = self._waiting, []
        done = False
        try:
            with suppress(DBAPIError):
                self.serve([ticket.item for ticket in tickets])
                done = True
        finally:
            for ticket in tickets:
                ticket.served, ticket.alone = True, not done
