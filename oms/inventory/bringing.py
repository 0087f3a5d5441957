"""Opening stock by file: what each row says of a bin, against what the books say of it.

The quantity of a row is what lies in that bin now, so it is counted and not received: a row that agrees
with the books changes nothing. Rows that were taken in from the very same file before are left alone,
since what was sold meanwhile is known better here than there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from sqlalchemy import select

from oms.catalog.goods import Goods, GoodsRead, read_goods
from oms.catalog.models import GoodsFile, Sku
from oms.catalog.planning import PlannedRow, failure_of, refused_since
from oms.catalog.taking_in import begin, doer, done_of, find_file, finish, kept_rows, lock_file, work_off
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import record
from oms.core.operations import By, final, verb
from oms.floorplan.models import Place
from oms.inventory.books import Books
from oms.inventory.counting import count_bin
from oms.inventory.facts import StockFileStarted
from oms.inventory.models import StockFile

LATER = "What was counted stays; each row of it can be taken back on the page of the file."


@dataclass(frozen=True, slots=True)
class Counted:
    """A row by which something changes."""

    place_id: int
    sku_id: int
    quantity: int


@dataclass(slots=True)
class StockPlan:
    """Every row of the file, and what there is to count, by row."""

    rows: list[PlannedRow]
    counts: dict[str, Counted]
    no_such_bin: bool = False
    lacks_bin: bool = False


@verb(final(LATER))
def start_stock_file(file_id: int, bin_: str = "", *, by: By) -> int:
    """A person looked at the preview and says go. The worker counts, row by row; the answer is its id."""
    goods_file = lock_file(GoodsFile, file_id)
    if started_of(file_id) is not None:
        raise Refused("This file is being taken in already.")
    plan = plan_stock(read_goods(goods_file.content), goods_file.digest, bin_)
    file = StockFile(file_id=file_id, bin=bin_)
    begin(file, [asdict(row) for row in plan.rows], len(plan.counts), by)
    db.session.add(file)
    db.session.flush()
    record(StockFileStarted(file.id), about=f"stock_file:{file.id}")
    return file.id


def run_stock_file(stock_file_id: int, *, seconds: float = 5.0) -> bool:
    """Count what waits, for so long at the most; True once all is done. Safe to run again after a crash."""
    file, by = find_file(StockFile, stock_file_id), doer(StockFile, stock_file_id)
    goods_file = find_file(GoodsFile, file.file_id)
    plan = plan_stock(read_goods(goods_file.content), goods_file.digest, file.bin, but=file.id)
    told = kept_rows(file)
    db.session.rollback()

    def take(key: str, by: By) -> None:
        one = plan.counts[key]
        count_bin(one.place_id, one.sku_id, one.quantity, by=by)

    def fail(key: str, sentence: str, by: By) -> None:
        note_uncounted(stock_file_id, key, sentence, by=by)

    if not work_off(plan.counts, by, take, fail, seconds):
        return False
    finish_stock_file(stock_file_id, refused_since(told, plan.rows), by=by.part("finished"))
    return True


@verb(final(LATER))
def note_uncounted(stock_file_id: int, key: str, sentence: str, *, by: By) -> None:
    del by
    file = lock_file(StockFile, stock_file_id)
    file.failed = {**(file.failed or {}), key: sentence}


@verb(final(LATER))
def finish_stock_file(stock_file_id: int, refused: dict[str, str], *, by: By) -> None:
    del by
    finish(lock_file(StockFile, stock_file_id), refused)


def started_of(file_id: int) -> StockFile | None:
    """How the stock of a file of products was taken in, if it was."""
    return db.session.scalar(select(StockFile).where(StockFile.file_id == file_id))


def plan_stock(read: GoodsRead, digest: str, bin_: str = "", *, but: int = 0) -> StockPlan:
    """Says what would be counted and counts nothing. `bin_` is for the rows that name none.

    What was taken in from the same file before is left alone, `but` for what this one did itself.
    """
    plan = StockPlan([PlannedRow(left.row, "", "", "refused", left.reason) for left in read.refused], {})
    plan.rows += [PlannedRow(left.row, "", "", "ignored", left.reason) for left in read.ignored]
    books, before = Books.of(read.goods, bin_), _rows_before(digest, but)
    seen: dict[tuple[int, int], int] = {}
    for one in read.goods:
        plan.rows.append(_planned(one, books, bin_, before, seen, plan))
    plan.rows.sort(key=lambda row: row.row)
    return plan


def _planned(
    one: Goods, books: Books, bin_: str, before: set[int], seen: dict[tuple[int, int], int], plan: StockPlan
) -> PlannedRow:
    code, sku = one.bin or bin_, books.skus.get(one.sku)

    def row(verdict: str, reason: str = "") -> PlannedRow:
        return PlannedRow(one.row, one.sku, sku.full_name if sku else one.name, verdict, reason, one.row)

    if one.quantity is None:
        return row("ignored", "It says no quantity.")
    if sku is None:
        return row("refused", f"There is no item {one.sku} yet. Take the products in first.")
    place = books.places.get(code.lower())
    if place is None:
        plan.no_such_bin, plan.lacks_bin = plan.no_such_bin or bool(code), plan.lacks_bin or not code
        return row("refused", f"There is no bin “{code}”." if code else "It does not say in which bin.")
    first = seen.setdefault((place.id, sku.id), one.row)
    if first != one.row:
        return row("refused", f"Row {first} says already how many lie in {place.code}.")
    if one.row in before:
        return row("unchanged", "Taken in before, from this very file.")
    return _against_the_books(one, sku, place, books.held.get((place.id, sku.id), 0), plan, row)


def _against_the_books(
    one: Goods, sku: Sku, place: Place, held: int, plan: StockPlan, row: Callable[..., PlannedRow]
) -> PlannedRow:
    quantity = one.quantity or 0
    if quantity == held:
        return row("unchanged", f"{held} in {place.code}, as the books say.")
    plan.counts[str(one.row)] = Counted(place.id, sku.id, quantity)
    if held:
        return row("changed", f"{quantity} in {place.code}; the books say {held}.")
    return row("new", f"{quantity} into {place.code}.")


def _rows_before(digest: str, but: int) -> set[int]:
    """The rows that were taken in, and not taken back, from files with this very content."""
    query = select(StockFile).join(GoodsFile, GoodsFile.id == StockFile.file_id)
    found: set[int] = set()
    for file in db.session.scalars(query.where(GoodsFile.digest == digest, StockFile.id != but)):
        prefix = doer(StockFile, file.id).operation_id
        undone = {key for key, operation in done_of(prefix).items() if operation.undone_at}
        found |= {
            told.row
            for told in kept_rows(file)
            if told.verdict in {"new", "changed", "unchanged"}
            and not failure_of(told, file.failed)
            and f"{prefix}/{told.row}" not in undone
        }
    return found
