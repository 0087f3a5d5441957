"""A disk that writes down what is written to it and when that is made sure, so that the power can be cut at any
point afterwards: what was sure is there, of the rest as much as chance leaves, torn where a sector ends.

The shop's own verbs run on it, through the same SQLAlchemy; only the driver below is another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw

SECTOR = 512


@dataclass(frozen=True)
class Write:
    file: str
    at: int
    data: bytes


@dataclass(frozen=True)
class Truncate:
    file: str
    size: int


@dataclass(frozen=True)
class Remove:
    file: str


@dataclass(frozen=True)
class Sync:
    file: str


@dataclass(frozen=True)
class Acknowledged:
    """Somebody was answered that this operation is done."""

    operation_id: str


Entry = Write | Truncate | Remove | Sync | Acknowledged


@dataclass
class Recorder:
    """The journal of the disk, and how many more writes or syncs may come before one fails."""

    journal: list[Entry] = field(default_factory=list)
    fails_in: int | None = None

    def note(self, entry: Entry) -> None:
        if self.fails_in is not None and not isinstance(entry, Acknowledged):
            if self.fails_in == 0:
                raise apsw.FullError("no room is left")
            self.fails_in -= 1
        self.journal.append(entry)


class RecordingDisk(apsw.VFS):
    """The file system of this machine, with a recorder."""

    def __init__(self, name: str, recorder: Recorder) -> None:
        self.recorder = recorder
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> RecordedFile:  # noqa: N802 — SQLite's name
        return RecordedFile(name, flags, self.recorder)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self.recorder.note(Remove(Path(filename).name))
        super().xDelete(filename, syncdir)


class RecordedFile(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], recorder: Recorder) -> None:
        self.file = Path(name.filename() if hasattr(name, "filename") else str(name)).name
        self.recorder = recorder
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.recorder.note(Write(self.file, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.recorder.note(Truncate(self.file, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.recorder.note(Sync(self.file))
        super().xSync(flags)


def after_power_cut(before: dict[str, bytes], journal: list[Entry], chance: Random) -> dict[str, bytes]:
    """The files as they may be found: all that was synced, and of what came after, what chance let through."""
    files = {name: bytearray(content) for name, content in before.items()}
    last_sync = {entry.file: number for number, entry in enumerate(journal) if isinstance(entry, Sync)}
    luck = chance.choice((0.0, 0.5, 1.0))
    for number, entry in enumerate(journal):
        if isinstance(entry, Remove):
            files.pop(entry.file, None)
        if isinstance(entry, (Write, Truncate)):
            sure = number < last_sync.get(entry.file, -1)
            if sure or chance.random() < luck:
                _apply(files.setdefault(entry.file, bytearray()), entry, chance, torn=not sure)
    return {name: bytes(content) for name, content in files.items()}


def _apply(content: bytearray, entry: Write | Truncate, chance: Random, *, torn: bool) -> None:
    if isinstance(entry, Truncate):
        del content[entry.size :]
        return
    data = entry.data
    if torn and chance.random() < 0.5:
        data = data[: chance.randrange(0, len(data) + 1, SECTOR)] if len(data) > SECTOR else data
    if len(content) < entry.at:
        content.extend(bytes(entry.at - len(content)))
    content[entry.at : entry.at + len(data)] = data


@contextmanager
def recording(name: str) -> Iterator[Recorder]:
    recorder = Recorder()
    disk = RecordingDisk(name, recorder)
    try:
        yield recorder
    finally:
        disk.unregister()
