"""Orders that somebody takes by phone or at the counter."""

from __future__ import annotations

from datetime import datetime

from oms.catalog.models import Sku
from oms.channels.models import Channel
from oms.channels.promises import promise_for
from oms.channels.setting_up import open_own_channel
from oms.channels.taking_in import keep_told
from oms.channels.telling import as_told
from oms.core.db import db
from oms.core.errors import WrongInput
from oms.core.numbering import next_number
from oms.core.operations import By, Operation, current_operation, remember, undoable, verb
from oms.orders.cancelling import cancel_order
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft
from oms.orders.placing import Part, Terms, place_order
from oms.shop.models import the_shop


@verb(undoable())
def take_manual_order(
    kind: str,
    site_id: int,
    customer: ContactDraft,
    items: tuple[tuple[int, int, int | None], ...],
    *,
    paid: bool,
    note: str | None = None,
    promise: datetime | None = None,
    by: By,
) -> int:
    """An order by `phone` or at the `counter`; `items` are (SKU id, quantity, unit price in minor units
    or None). The answer is the order's id.
    """
    channel = db.session.get_one(Channel, open_own_channel(kind, site_id, by=by))
    lines = tuple(_line(position, *item) for position, item in enumerate(items, 1))
    if not lines:
        raise WrongInput("Add at least one item.")
    draft = _draft(lines, customer, paid, note)
    parts = tuple((Part(sku_id),) for sku_id, _, _ in items)
    promise_by = promise or promise_for(channel, draft.placed_at)
    terms = Terms(
        site_id,
        promise_by,
        channel.release_unpaid,
        needs_address=kind != "counter",
        came_from=channel.key,
    )
    order_id = place_order(draft, parts, terms, by=by)
    keep_told(order_id, channel.id, draft.external_id, as_told(draft), draft.placed_at)
    remember(order_id=order_id)
    return order_id


@take_manual_order.undo
def _untake(operation: Operation) -> None:
    cancel_order(operation.recall("order_id"), "undo", by=current_operation().by)


def _line(position: int, sku_id: int, quantity: int, price: int | None) -> LineDraft:
    sku = db.session.get(Sku, sku_id)
    if sku is None or quantity < 1:
        raise WrongInput("Choose an item, and at least one of it.")
    total = None if price is None else price * quantity
    return LineDraft(
        str(position), sku.code, sku.full_name, quantity, unit_price_minor=price, line_total_minor=total
    )


def _draft(lines: tuple[LineDraft, ...], customer: ContactDraft, paid: bool, note: str | None) -> OrderDraft:
    at = current_operation().at
    number = f"B-{next_number('order'):04d}"
    totals = [line.line_total_minor for line in lines]
    return OrderDraft(
        external_id=number,
        number=number,
        placed_at=at,
        lines=lines,
        buyer=customer,
        ship_to=customer,
        paid=paid,
        paid_at=at if paid else None,
        currency=the_shop().currency,
        total_minor=None if None in totals else sum(total or 0 for total in totals),
        note=note or None,
    )
