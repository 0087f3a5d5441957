"""What a page says of a file that is taken in: how far it is, and what becomes of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from oms.catalog.goods import GoodsRead, read_goods
from oms.catalog.models import GoodsFile, TakenIn
from oms.catalog.planning import PlannedRow, counted, failure_of, plan_goods
from oms.catalog.taking_in import doer, done_of, find_file, kept_rows
from oms.core.operations import Operation, why_final

PAGE = 100


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of the file. `undo_id` takes back what was done about it, and about the rows of the same product."""

    row: PlannedRow
    failure: str = ""
    undone: bool = False
    undo_id: str | None = None


@dataclass(frozen=True, slots=True)
class FilePage:
    """A page of the rows of a file. `done` of the file's `steps` were taken so far, failed ones included."""

    name: str
    file: Any
    goods: GoodsRead
    counts: dict[str, int]
    rows: list[RowShown]
    verdict: str
    after: int | None
    done: int
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def to_do(self) -> int:
        return self.counts["new"] + self.counts["changed"]


def file_page(file_id: int, verdict: str = "", after: int = 0) -> FilePage:
    """Before it is taken in, what would become of each row now; afterwards, what became of it."""
    file = find_file(GoodsFile, file_id)
    goods = read_goods(file.content)
    rows = plan_goods(goods).rows if file.phase == "preview" else kept_rows(file)
    return page_of(file.filename, file, goods, rows, doer(GoodsFile, file_id).operation_id, verdict, after)


def page_of(
    name: str,
    file: TakenIn,
    goods: GoodsRead,
    rows: Sequence[PlannedRow],
    operation_id: str,
    verdict: str,
    after: int,
) -> FilePage:
    done = done_of(operation_id) if file.phase != "preview" else {}
    wanted = [row for row in rows if not verdict or row.verdict == verdict]
    shown, seen = [], set()
    for row in wanted[after : after + PAGE]:
        first = row.key not in seen
        seen.add(row.key)
        shown.append(_shown(row, file, done.get(f"{operation_id}/{row.key}"), first))
    more = after + PAGE if len(wanted) > after + PAGE else None
    finished = sum(not key.endswith("/finished") for key in done)
    return FilePage(name, file, goods, counted(rows), shown, verdict, more, finished, file.failed or {})


def _shown(row: PlannedRow, file: TakenIn, operation: Operation | None, first: bool) -> RowShown:
    if row.verdict not in {"new", "changed"}:
        return RowShown(row)
    failure = failure_of(row, file.failed)
    if operation is None:
        return RowShown(row, failure)
    may = first and why_final(operation) is None
    return RowShown(row, failure, operation.undone_at is not None, operation.id if may else None)
