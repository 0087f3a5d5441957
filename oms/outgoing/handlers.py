"""What the worker does when parcels left."""

from __future__ import annotations

from oms.core.events import on
from oms.core.operations import By
from oms.outgoing import stock_handlers
from oms.outgoing.confirming import open_confirmations, withdraw_confirmations
from oms.outgoing.facts import ConfirmationOpened
from oms.outgoing.telling import tell
from oms.shipping.facts import ParcelsHandedOver

__all__ = ["stock_handlers"]


@on(ParcelsHandedOver, tells_outside=True, withdraw=withdraw_confirmations)
def confirm_parcels(fact: ParcelsHandedOver, by: By) -> None:
    open_confirmations(fact.order_id, tuple(fact.parcel_ids), by=by)


@on(ConfirmationOpened, lane="channel_id")
def tell_of_parcel(fact: ConfirmationOpened, by: By) -> None:
    tell(fact.confirmation_id, fact.channel_id, by)
