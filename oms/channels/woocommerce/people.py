"""Who bought and where it goes, as WooCommerce's API tells it."""

from __future__ import annotations

import html
import re

from oms.channels.countries import country_code
from oms.orders.drafts import ContactDraft
from oms.reading import cells
from oms.reading.fields import Fields

ENTITY = re.compile(r"&#?[0-9A-Za-z]{1,31};")
ADDRESSED = ("first_name", "last_name", "company", "address_1", "address_2", "city", "postcode")
"""What an address has that somebody typed: the country of an empty one is often filled in by itself."""


def words(fields: Fields, name: str) -> str | None:
    return plain(fields.text(name))


def plain(told: str | None) -> str | None:
    """A text as people read it: the shop's pages need `&ndash;`, we do not."""
    return told and cells.text(ENTITY.sub(lambda entity: html.unescape(entity[0]), told))


def buyer(order: Fields) -> ContactDraft:
    billing = order.part("billing")
    return _contact(billing, billing.text("phone"), billing.text("email"))


def ship_to(order: Fields) -> ContactDraft:
    """The shipping address, or the billing address where that is empty. Older shops ask for one phone only."""
    billing, shipping = order.part("billing"), order.part("shipping")
    address = shipping if any(shipping.text(name) for name in ADDRESSED) else billing
    return _contact(address, shipping.text("phone") or billing.text("phone"))


def _contact(address: Fields, phone: str | None, email: str | None = None) -> ContactDraft:
    names = filter(None, (words(address, "first_name"), words(address, "last_name")))
    return ContactDraft(
        name=" ".join(names) or None,
        company=words(address, "company"),
        line1=words(address, "address_1"),
        line2=words(address, "address_2"),
        city=words(address, "city"),
        region=words(address, "state"),
        postcode=address.text("postcode"),
        country=country_code(address.text("country") or ""),
        phone=phone,
        email=email,
    )
