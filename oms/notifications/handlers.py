"""Which facts a customer hears of. Both wait for the time in which they can be undone."""

from __future__ import annotations

from oms.core.db import db
from oms.core.events import on
from oms.core.operations import By
from oms.notifications.queries import lines_of
from oms.notifications.writing import tell_customer
from oms.orders.facts import OrderPlaced
from oms.orders.models import Order
from oms.shipping.facts import ParcelsHandedOver


@on(OrderPlaced, tells_outside=True)
def mail_confirmation(fact: OrderPlaced, by: By) -> None:
    """Only for what the shop will really do: neither for a cancelled order, nor for one that has left already."""
    order = db.session.get_one(Order, fact.order_id)
    if order.cancelled_at is None and lines_of(fact.order_id):
        tell_customer(fact.order_id, "confirmation", by)


@on(ParcelsHandedOver, tells_outside=True)
def mail_shipped(fact: ParcelsHandedOver, by: By) -> None:
    tell_customer(fact.order_id, "shipped", by, tuple(fact.parcel_ids))
