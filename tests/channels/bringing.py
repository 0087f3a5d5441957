"""Short ways to bring files in: an account, a file read and looked at, its orders taken in."""

from __future__ import annotations

from sqlalchemy import select

from oms.channels.importing import keep_file, run_import, stage_file, start_import
from oms.channels.models import ChannelOrder, ImportFile, StagedRow
from oms.channels.queries import Tally, tally
from oms.channels.setting_up import add_channel
from oms.core.db import db
from oms.core.operations import By
from oms.inventory.models import Demand, Stock
from oms.orders.models import Hold, Order, OrderLine
from oms.reading.content import Content
from tests.channels.files import Cells, shopify, shopify_order
from tests.shop import Shop

WHERE = {
    "Shipping Name": "Ana Pereira",
    "Shipping Address1": "Große Straße 5",
    "Shipping City": "Köln",
    "Shipping Zip": "50667",
    "Shipping Country": "DE",
}


def account(
    shop: Shop, kind: str = "shopify", name: str = "nordlicht", *, release_unpaid: bool = False
) -> int:
    with shop.inside():
        return add_channel(kind, name, shop.site, release_unpaid=release_unpaid, by=shop.by())


def order(number: int = 1001, **changes: str) -> Cells:
    """The first row of a Shopify order that nothing is wrong with."""
    return WHERE | shopify_order(Name=f"#{number}", Id=str(5_550_000_000 + number), **changes)


def read(shop: Shop, content: bytes, name: str = "orders.csv", channel: int | None = None) -> int:
    """A file kept and read, so that its preview can be looked at."""
    with shop.inside():
        import_id = keep_file(name, Content(content), channel, by=shop.by())
        stage_file(import_id, by=By("worker"))
    return import_id


def bring(shop: Shop, *rows: Cells, channel: int | None = None) -> int:
    """A Shopify file with these rows, imported."""
    return take(shop, read(shop, shopify(*rows), channel=channel))


def take(shop: Shop, import_id: int) -> int:
    with shop.inside():
        start_import(import_id, by=shop.by())
        while not run_import(import_id):
            pass
    return import_id


def file(shop: Shop, import_id: int) -> ImportFile:
    with shop.inside():
        found = db.session.get_one(ImportFile, import_id)
        db.session.expunge(found)
    return found


def staged(shop: Shop, import_id: int) -> list[tuple[int, str, str]]:
    """Of each row of the preview: the row of the file, the verdict and why."""
    query = select(StagedRow.row, StagedRow.verdict, StagedRow.reason)
    with shop.inside():
        found = db.session.execute(query.where(StagedRow.import_id == import_id).order_by(StagedRow.position))
        return [(row, what, why) for row, what, why in found]


def counts(shop: Shop, import_id: int) -> dict[str, int]:
    """How many rows of each verdict there are, without those that there are none of."""
    return {verdict: count for verdict, count in tallied(shop, import_id).counts.items() if count}


def tallied(shop: Shop, import_id: int) -> Tally:
    with shop.inside():
        return tally(import_id)


def numbers(shop: Shop) -> list[str]:
    with shop.inside():
        return list(db.session.scalars(select(Order.number).order_by(Order.id)))


def the_order(shop: Shop, number: str = "#1001") -> Order:
    with shop.inside():
        found = db.session.scalars(select(Order).where(Order.number == number)).one()
        db.session.expunge(found)
    return found


def lines(shop: Shop, number: str = "#1001") -> list[tuple[str | None, int, int, int]]:
    """Of each line: the channel's SKU, ordered, cancelled, shipped elsewhere."""
    query = select(OrderLine).join(OrderLine.order).where(Order.number == number).order_by(OrderLine.position)
    with shop.inside():
        return [(x.sku_text, x.ordered, x.cancelled, x.shipped_elsewhere) for x in db.session.scalars(query)]


def holds(shop: Shop, number: str = "#1001") -> list[tuple[str, str]]:
    """The open holds of an order: the reason and its detail."""
    query = select(Hold).join(Hold.order).where(Order.number == number, Hold.released_at.is_(None))
    with shop.inside():
        return [(hold.reason, hold.detail) for hold in db.session.scalars(query.order_by(Hold.id))]


def wanted(shop: Shop, sku: str) -> tuple[int, int]:
    """How many of a SKU all orders want, and how many they are promised."""
    query = select(Demand).where(Demand.sku_id == shop.skus[sku])
    with shop.inside():
        demands = db.session.scalars(query).all()
        return sum(d.wanted for d in demands), sum(d.reserved for d in demands)


def available(shop: Shop, sku: str) -> int:
    with shop.inside():
        return db.session.get_one(Stock, (shop.skus[sku], shop.site)).available


def told(shop: Shop, number: str = "#1001") -> dict[str, object]:
    query = select(ChannelOrder.told).join(ChannelOrder.order).where(Order.number == number)
    with shop.inside():
        return dict(db.session.scalars(query).one())
