"""Orders of a file that is being read, kept on disk: memory does not grow with the file."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload

from oms.channels.parsed import ParsedOrder


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an order lies, and what has to be known of it without fetching it."""

    at: int
    size: int
    first_row: int
    number: str


class Spool:
    """Our own short-lived file without a name; it goes with the last one who can read it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 — open for as long as orders may be asked for
        weakref.finalize(self, self._file.close)
        self._end = 0

    def put(self, order: ParsedOrder) -> Kept:
        told = pickle.dumps(order, pickle.HIGHEST_PROTOCOL)
        self._file.seek(self._end)
        self._file.write(told)
        kept = Kept(self._end, len(told), order.first_row, order.draft.number)
        self._end += len(told)
        return kept

    def get(self, kept: Kept) -> ParsedOrder:
        self._file.seek(kept.at)
        order: ParsedOrder = pickle.loads(self._file.read(kept.size))  # noqa: S301 — what we wrote a moment ago
        return order


class SpooledOrders(Sequence[ParsedOrder]):
    """The orders in the order of the file, each fetched when it is asked for."""

    def __init__(self, spool: Spool, kept: Sequence[Kept]) -> None:
        self._spool, self._kept = spool, sorted(kept, key=lambda one: one.first_row)

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, index: int) -> ParsedOrder: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[ParsedOrder, ...]: ...
    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(self._spool.get(kept) for kept in self._kept[index])
        return self._spool.get(self._kept[index])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # compared by what it holds
