"""eBay as a channel."""

from __future__ import annotations

from oms.channels.ebay.parsing import ORDERS_REPORT
from oms.channels.kinds import Kind, Lookalike

PAYMENTS = "an eBay transaction report, which is about money and not about orders"

KIND = Kind(
    code="ebay",
    label="eBay",
    turn=30,
    formats=(ORDERS_REPORT,),
    lookalikes=(
        Lookalike(PAYMENTS, ("Transaction creation date", "Order number", "Net amount")),
        Lookalike(PAYMENTS, ("Datum der Transaktionserstellung", "Bestellnummer")),
    ),
)
