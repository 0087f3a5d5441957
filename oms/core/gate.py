"""Writers to one SQLite file queue at a gate, because its own busy handler polls and starves some of them."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

_doors: dict[str, threading.Lock] = {}


@contextmanager
def write_gate(engine: Engine) -> Iterator[None]:
    """Wait for our turn to write. PostgreSQL has row locks and needs no gate.

    Threads of one process queue at a lock, processes at `flock` on a file beside the database;
    the kernel opens it again when a process dies.
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
    """First the queue, then the gate. Without the queue, whoever leaves is back before the others are awake."""
    queue, gate = _opened(f"{path}.queue.gate"), _opened(f"{path}.gate")
    try:
        fcntl.flock(queue, fcntl.LOCK_EX)
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(queue, fcntl.LOCK_UN)
        yield
    finally:
        os.close(gate)
        os.close(queue)


def _opened(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
