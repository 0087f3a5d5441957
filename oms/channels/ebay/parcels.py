"""A parcel as eBay's API takes it: which units of which lines left, when, with whom, under which number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from oms.channels.clients import Sending, SentLine
from oms.channels.ebay.lines import key_of
from oms.channels.ebay.naming import numbers_only
from oms.core.errors import Permanent
from oms.reading.fields import Fields

NO_LINE = "eBay's order has no line {} any more. Tell it at eBay, and mark the parcel as told."


def fulfilment_of(order: Fields, sending: Sending) -> dict[str, Any]:
    """What is told. A carrier without a number, or a number without a carrier, eBay does not take."""
    told: dict[str, Any] = {
        "lineItems": [
            {"lineItemId": _line_id(order, line), "quantity": line.quantity} for line in sending.lines
        ],
        "shippedDate": sending.sent_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    }
    number = numbers_only(sending.tracking_number or "")
    if number:
        told |= {"shippingCarrierCode": sending.carrier, "trackingNumber": number}
    return told


def _line_id(order: Fields, line: SentLine) -> str:
    """By eBay's own id; a line that came in a file may be known by what was sold. Raises BadField."""
    lines = {one.identifier("lineItemId"): key_of(one) for one in order.parts("lineItems")}
    if line.external_id in lines:
        return line.external_id
    same = [line_id for line_id, key in lines.items() if line_id and key == line.external_id]
    if len(same) != 1:
        raise Permanent(NO_LINE.format(line.external_id))
    return same[0]


def has_parcel(parcels: Sequence[Fields], sending: Sending) -> bool:
    """Whether eBay knows of it: by its number, or without one by what was in it and when it left. Raises BadField."""
    number = numbers_only(sending.tracking_number or "").upper()
    if number:
        return any((one.identifier("shipmentTrackingNumber") or "").upper() == number for one in parcels)
    left = sending.sent_at.astimezone(UTC).replace(microsecond=0)
    inside = Counter({line.external_id: line.quantity for line in sending.lines})
    return any(_left_at(one) == left and _inside(one) == inside for one in parcels)


def _left_at(parcel: Fields) -> datetime | None:
    left = parcel.utc("shippedDate")
    return left and left.replace(microsecond=0)


def _inside(parcel: Fields) -> Counter[str]:
    units = Counter[str]()
    for line in parcel.parts("lineItems"):
        units[line.identifier("lineItemId") or ""] += line.whole("quantity") or 0
    return units
