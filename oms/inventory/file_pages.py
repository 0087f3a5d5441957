"""What the page of stock by file says: how far it is, and what becomes of each row."""

from __future__ import annotations

from oms.catalog.file_pages import FilePage, page_of
from oms.catalog.goods import read_goods
from oms.catalog.models import GoodsFile
from oms.catalog.taking_in import doer, find_file, kept_rows
from oms.inventory.bringing import StockPlan, plan_stock, started_of
from oms.inventory.models import StockFile


def stock_page_of(file_id: int, bin_: str, verdict: str, after: int) -> tuple[FilePage, StockPlan]:
    """Before it is counted, what would become of each row now; afterwards, what became of it."""
    goods_file, started = find_file(GoodsFile, file_id), started_of(file_id)
    name, goods = goods_file.filename, read_goods(goods_file.content)
    if started is None:
        plan = plan_stock(goods, goods_file.digest, bin_)
        return page_of(name, StockFile(file_id=file_id), goods, plan.rows, "", verdict, after), plan
    rows, prefix = kept_rows(started), doer(StockFile, started.id).operation_id
    return page_of(name, started, goods, rows, prefix, verdict, after), StockPlan(rows, {})
