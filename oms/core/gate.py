"""Writers to one SQLite file queue at a gate, because its own busy handler polls and starves some of them."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

COUNTING, INSIDE, PLACES = 0, 1, 2  # bytes of the gate's file that are locked, not written

_doors: dict[str, threading.Lock] = {}


@contextmanager
def write_gate(engine: Engine) -> Iterator[None]:
    """Wait for our turn to write. PostgreSQL has row locks and needs no gate.

    Threads of one process queue at a lock, processes in line at locks on a file beside the database;
    the kernel opens them again when a process dies.
    """
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        yield
        return
    door = _doors.setdefault(path, threading.Lock())
    with door, _held(path):
        yield


@contextmanager
def _held(path: str) -> Iterator[None]:
    gate = os.open(f"{path}.gate", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _stand_in_line(gate)
        fcntl.lockf(gate, fcntl.LOCK_EX, 1, INSIDE)
        yield
    finally:
        os.close(gate)


def _stand_in_line(gate: int) -> None:
    """Hold a place of our own and wait for the one before it: whoever came first goes first.

    Only one ever waits for a place, so leaving it wakes nobody in vain. The places of a process that
    dies are free at once.
    """
    fcntl.lockf(gate, fcntl.LOCK_EX, 1, COUNTING)
    last = int.from_bytes(os.pread(gate, 8, 0), "big")
    os.pwrite(gate, (last + 1).to_bytes(8, "big"), 0)
    fcntl.lockf(gate, fcntl.LOCK_EX, 1, PLACES + last + 1)
    fcntl.lockf(gate, fcntl.LOCK_UN, 1, COUNTING)
    fcntl.lockf(gate, fcntl.LOCK_EX, 1, PLACES + last)
