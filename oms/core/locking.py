"""One order of locking for all verbs, so that no two of them ever wait for each other in a circle. Pure.

Every row that verbs wait for has a turn: what has a key of its own comes first, then what has none, such as a
list, then what everybody shares, and last the counters; within each the lower numbers. Whoever wants a row whose
turn is over takes it only if nobody holds it; otherwise the verb starts again and takes it in its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Turn = tuple[int, ...]
FIRST, BETWEEN, SHARED, COUNTERS = 0, 1, 2, 3


@dataclass(slots=True)
class Held:
    """What a verb has locked; `known` is what an earlier try of it found to be needed too, and `latest` the
    latest turn that it took.
    """

    turns: set[Turn] = field(default_factory=set)
    known: set[Turn] = field(default_factory=set)
    latest: Turn = ()

    def take(self, turns: Iterable[Turn]) -> bool:
        """Note what is about to be locked. The answer is whether it may be waited for."""
        taken = set(turns)
        if any(turn[0] == SHARED for turn in taken):
            self._lock_known(SHARED)
        new = taken - self.turns
        may_wait = not new or min(new) > self.latest
        self.turns |= new
        self.latest = max(self.latest, *taken) if taken else self.latest
        return may_wait

    def start_again(self) -> None:
        """Nothing is held any more, and what is known to be needed is taken first. What is shared waits for
        what comes between, which has no key by which it could be taken now.
        """
        self.known |= self.turns
        self.turns, self.latest = set(), ()
        self._lock_known(FIRST)
        if not any(turn[0] == BETWEEN for turn in self.known):
            self._lock_known(SHARED)

    def _lock_known(self, rank: int) -> None:
        turns = sorted(turn for turn in self.known - self.turns if turn[0] == rank)
        if turns and turns[0] > self.latest:
            LOCKS[rank](turns)
            self.turns |= set(turns)
            self.latest = turns[-1]


LOCKS: dict[int, Callable[[list[Turn]], None]] = {}


def locks(rank: int) -> Callable[[Callable[[list[Turn]], None]], Callable[[list[Turn]], None]]:
    """Decorator: how the rows of this rank are locked and waited for."""

    def register(lock: Callable[[list[Turn]], None]) -> Callable[[list[Turn]], None]:
        LOCKS[rank] = lock
        return lock

    return register
