"""A parcel as Amazon's shipmentConfirmation wants it. Pure."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from oms.channels.clients import Sending

OTHER = "Other"
LONGEST_NAME = 50
NO_NUMBER = (
    "Amazon's API takes no parcel without a tracking number. Enter one, or tell it by the shipping "
    "confirmation file."
)
NO_CARRIER = "Amazon wants to know who carries it. Say which carrier took the parcel."
LONG_CARRIER = f"Amazon takes no carrier's name of more than {LONGEST_NAME} characters."


def refusal_of(sending: Sending) -> str | None:
    """Why it cannot be told."""
    if not sending.tracking_number:
        return NO_NUMBER
    if sending.carrier == OTHER and not sending.carrier_name:
        return NO_CARRIER
    if sending.carrier == OTHER and len(sending.carrier_name) > LONGEST_NAME:
        return LONG_CARRIER
    return None


def package_of(sending: Sending) -> dict[str, Any]:
    """`packageReferenceId` is a number above zero, as a text, that means one package of the order."""
    sent_at = sending.sent_at.astimezone(UTC)
    named = {"carrierName": sending.carrier_name} if sending.carrier == OTHER else {}
    return {
        "packageReferenceId": sending.key,
        "carrierCode": sending.carrier,
        **named,
        "trackingNumber": sending.tracking_number,
        "shipDate": f"{sent_at:%Y-%m-%dT%H:%M:%S}.{sent_at.microsecond // 1000:03}Z",
        "orderItems": [
            {"orderItemId": line.external_id, "quantity": line.quantity} for line in sending.lines
        ],
    }
