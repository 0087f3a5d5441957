"""Where an eBay order goes. One that eBay sends on abroad goes to its hub, and only the reference tells it whose it is."""

from __future__ import annotations

from dataclasses import replace

from oms.orders.drafts import ContactDraft

LINES = ("company", "line1", "line2", "line3")


def with_reference(contact: ContactDraft, reference: str | None) -> ContactDraft:
    """The address with the reference in it, in a line of its own if it is not there yet."""
    if not reference or any(reference in (getattr(contact, name) or "") for name in (*LINES, "name")):
        return contact
    free = next((name for name in ("line2", "line3") if not getattr(contact, name)), None)
    told = f"Ref {reference}"
    return replace(contact, **{free: told} if free else {"line3": f"{contact.line3}, {told}"})
