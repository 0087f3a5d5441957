"""Parcels that left, as the uploads and the API are given them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from oms.channels.clients import Sending, SentLine

PARCEL = Sending(
    key="7",
    order_external_id="302-5550001-0000001",
    order_number="302-5550001-0000001",
    lines=(SentLine("05015851154158", 2),),
    completes=True,
    sent_at=datetime(2026, 9, 19, 15, 30, tzinfo=UTC),
    carrier="DHL",
    carrier_name="DHL",
    tracking_number="00340434161094000000",
    tracking_url=None,
)


def parcel(**changes: Any) -> Sending:
    return replace(PARCEL, **changes)
