"""Finds the processes of a press, and sees that they end."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from oms.documents.pressroom import PressRoom


def below(pid: int) -> set[int]:
    """All processes that descend from this one."""
    parents = dict(_parents())
    children = {child for child, parent in parents.items() if parent == pid}
    return children.union(*(below(child) for child in children))


def cpu_seconds(pid: int) -> float:
    """The time that this process and all below it have had of the machine so far."""
    return sum(_ticks(one) for one in {pid, *below(pid)}) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    with suppress(OSError):
        spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(int(ticks) for ticks in spent)
    return 0


def _parents() -> Iterator[tuple[int, int]]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it may end while we look
            yield int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])


def gone(pids: set[int], seconds: float = 8) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(_runs(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def _runs(pid: int) -> bool:
    """Neither ended nor ended and not yet noticed by its parent."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


class Watched(PressRoom):
    """A room whose processes a test can find: the press, and the hand at it."""

    def __init__(self) -> None:
        super().__init__(1, seconds=1.5)
        before = below(os.getpid())
        self.open()
        started = below(os.getpid()) - before
        [self.press] = [pid for pid in started if below(pid)]
        [self.hand] = started - {self.press}
