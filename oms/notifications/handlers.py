"""Which facts a customer hears of. Both wait for the time in which they can be undone."""

from __future__ import annotations

from oms.core.db import db
from oms.core.events import on
from oms.core.operations import By
from oms.notifications.queries import lines_of, shipped_parcels
from oms.notifications.writing import tell_customer
from oms.orders.facts import OrderPlaced
from oms.orders.models import Order
from oms.shipping.facts import ParcelsHandedOver


@on(OrderPlaced, tells_outside=True)
def mail_confirmation(fact: OrderPlaced, by: By) -> None:
    """Only for what the shop will really do: neither for a cancelled order, nor for one that came in shipped."""
    order = db.session.get_one(Order, fact.order_id)
    if order.cancelled_at is not None or order.headline in {"closed", "cancelled"}:
        return
    lines = lines_of(fact.order_id)
    tell_customer(fact.order_id, "confirmation", {"lines": lines}, by)


@on(ParcelsHandedOver, tells_outside=True)
def mail_shipped(fact: ParcelsHandedOver, by: By) -> None:
    parcels = shipped_parcels(fact.parcel_ids)
    tell_customer(fact.order_id, "shipped", {"parcels": parcels}, by)
