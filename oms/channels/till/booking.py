"""Booking what a till sold: each line once, off the shelf; what cannot be booked stays visible with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from oms.channels.listings import parts_of_names
from oms.channels.models import Channel
from oms.channels.till.models import TillSale
from oms.core.db import db
from oms.core.operations import By, final, verb
from oms.core.upsert import upsert
from oms.inventory.selling import take_off_shelf
from oms.orders.drafts import OrderDraft, refuse_endless
from oms.orders.placing import Part

UNKNOWN = "Nobody knows yet which item “{}” is."
SHORT = "{} were sold, and only {} lay on the shelf. Count it."
REASON = "till sale"


def sold_already(channel_id: int, sales: Iterable[str]) -> set[str]:
    """Which of these sales we have."""
    query = select(TillSale.sale).where(TillSale.channel_id == channel_id, TillSale.sale.in_(list(sales)))
    return set(db.session.scalars(query.distinct()))


@verb(final("What a till sold is gone. Receive it again if it came back."))
def book_sale(channel_id: int, draft: OrderDraft, *, by: By) -> tuple[str, None]:
    """`new` or `unchanged`; the second is the order that it is not."""
    del by
    refuse_endless(draft)
    rows = [
        {
            "channel_id": channel_id,
            "sale": draft.external_id,
            "line": line.external_id,
            "name": line.sku or line.title,
            "title": line.title,
            "quantity": line.quantity,
            "sold_at": draft.placed_at,
            "trouble": UNKNOWN.format(line.sku or line.title),
        }
        for line in draft.lines
    ]
    new = upsert(TillSale).values(rows).on_conflict_do_nothing().returning(TillSale.id)
    ids = list(db.session.scalars(new))
    _book(channel_id, ids)
    return ("new" if ids else "unchanged"), None


@verb(final("What a till sold is gone. Receive it again if it came back."))
def book_mapped(channel_id: int, *, by: By) -> None:
    """What waited for somebody to say which item it is."""
    del by
    waiting = select(TillSale.id).where(
        TillSale.channel_id == channel_id, TillSale.trouble.is_not(None), TillSale.booked == 0
    )
    _book(channel_id, list(db.session.scalars(waiting.order_by(TillSale.id))))


def _book(channel_id: int, sale_ids: Sequence[int]) -> None:
    site_id = db.session.get_one(Channel, channel_id).site_id
    query = select(TillSale).where(TillSale.id.in_(sale_ids)).order_by(TillSale.id).with_for_update()
    sales = db.session.scalars(query).all()
    known = parts_of_names(channel_id, [sale.name for sale in sales])
    for sale in sales:
        parts = known.get(sale.name, ())
        if parts and sale.booked == 0:
            sale.booked, sale.trouble = _take(sale, parts, site_id)


def _take(sale: TillSale, parts: tuple[Part, ...], site_id: int) -> tuple[int, str | None]:
    """How many whole units were there, and what to say where they were not all."""
    taken = [
        take_off_shelf(part.sku_id, sale.quantity * part.per, site_id, REASON) // part.per
        for part in sorted(parts, key=lambda part: part.sku_id)
    ]
    found = min(taken)
    return found, None if found == sale.quantity else SHORT.format(sale.quantity, found)
