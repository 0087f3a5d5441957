"""The worker's rounds: duties that come round again, its own deliveries, and a thread for each lane that has some."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask

from oms.core.db import db
from oms.core.delivering import deliver_due, lanes_due

TURN = 20
MOST_LANES = 16


@dataclass(slots=True)
class Duty:
    """Something that the worker looks at by itself, no more often than `every` so many seconds."""

    act: Callable[[], object]
    every: float
    again_at: float = 0.0


DUTIES: list[Duty] = []


def duty(every: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Decorator: the worker runs this now and then. It asks nobody outside: that belongs in a lane."""

    def enlist(act: Callable[[], object]) -> Callable[[], object]:
        DUTIES.append(Duty(act, every))
        return act

    return enlist


def do_duties(*, at_once: bool = False) -> None:
    """Run what has come round; `at_once` runs all of them."""
    for one in DUTIES:
        if at_once or time.monotonic() >= one.again_at:
            one.act()
            db.session.remove()
            one.again_at = time.monotonic() + one.every


@dataclass
class Lanes:
    """One thread for each lane in which something is due, so that none waits for another's outside."""

    app: Flask
    _threads: dict[str, threading.Thread] = field(default_factory=dict)
    _ending: threading.Event = field(default_factory=threading.Event)

    def start_due(self) -> bool:
        """Let every lane run in which something is due; whether any is running."""
        self._threads = {lane: thread for lane, thread in self._threads.items() if thread.is_alive()}
        for lane in lanes_due():
            if lane not in self._threads and len(self._threads) < MOST_LANES:
                thread = threading.Thread(target=self._run, args=(lane,), name=lane, daemon=True)
                self._threads[lane] = thread
                thread.start()
        return bool(self._threads)

    def end(self, patience: float = 20.0) -> None:
        """Let each finish what it has begun."""
        self._ending.set()
        self.wait(patience)

    def wait(self, patience: float = 600.0) -> None:
        until = time.monotonic() + patience
        for thread in self._threads.values():
            thread.join(max(0.0, until - time.monotonic()))

    def _run(self, lane: str) -> None:
        with self.app.app_context():
            while not self._ending.is_set() and deliver_due(1, lane):
                db.session.remove()


def work_once(app: Flask) -> None:
    """All that is due now, in all lanes, and what follows from it."""
    lanes = Lanes(app)
    do_duties(at_once=True)
    while deliver_due(TURN) or lanes.start_due():
        lanes.wait()
        db.session.remove()
