"""Whether an address will do, and how it is printed. Nothing here refuses an order: a fault is a
reason to hold it until somebody has looked.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from babel import Locale

from oms.orders.address_layouts import fill, layout
from oms.orders.house_numbers import lacks_house_number
from oms.orders.postcodes import NEEDED, SHAPES, example, looks_right

WITHOUT_CITY = frozenset({"AE", "GI", "HK", "ID", "JP", "MC", "MO", "SG", "SM", "VA"})
PARTS = ("name", "company", "line1", "line2", "line3", "city", "region", "postcode")


class Address(Protocol):
    """Whatever has these parts: a draft of a contact, or the contact of an order."""

    @property
    def name(self) -> str | None: ...
    @property
    def company(self) -> str | None: ...
    @property
    def line1(self) -> str | None: ...
    @property
    def line2(self) -> str | None: ...
    @property
    def line3(self) -> str | None: ...
    @property
    def city(self) -> str | None: ...
    @property
    def region(self) -> str | None: ...
    @property
    def postcode(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to ask the customer about. `code` is the part of the address that it is about."""

    code: str
    sentence: str


def address_faults(contact: Address) -> list[Fault]:
    """What a parcel to this address would probably come back for; empty where nothing is wrong."""
    country = (contact.country or "").upper()
    return [
        *_whom(contact),
        *_where(contact, country),
        *_postcode(contact, country),
        *_town(contact, country),
    ]


def address_block(contact: Address, home: str | None = None) -> list[str]:
    """The lines of a label in the order of the country, every part of the address among them.

    The last line is the country in capitals, unless it is `home`.
    """
    country = (contact.country or "").upper()
    parts = {part: _tidy(getattr(contact, part)) for part in PARTS}
    own_script = not all(_is_latin(text) for text in parts.values())
    lines = [fill(line, parts) for line in layout(country, own_script=own_script)]
    return [line for line in [*lines, "" if country == home else country_name(country).upper()] if line]


@lru_cache(512)
def country_name(country: str) -> str:
    """`DE` as Germany; a code that nobody knows stays what it is."""
    return str(Locale("en").territories.get(country.upper(), country))


def _whom(contact: Address) -> Iterator[Fault]:
    if not _said(contact.name) and not _said(contact.company):
        yield Fault("name", "The address has no name, so nobody would know whose parcel it is.")


def _where(contact: Address, country: str) -> Iterator[Fault]:
    lines = [line for line in (contact.line1, contact.line2, contact.line3) if line and _said(line)]
    if not lines:
        yield Fault("street", "The address has no street.")
    elif lacks_house_number(country, lines, company=_said(contact.company)):
        yield Fault("house_number", f"“{_tidy(lines[0])}” has no house number.")


def _postcode(contact: Address, country: str) -> Iterator[Fault]:
    place, postcode = country_name(country), _tidy(contact.postcode)
    if not _said(postcode):
        if country in NEEDED:
            yield Fault("postcode", f"The address has no postcode, and {place} needs one.")
    elif not looks_right(postcode, country):
        looks = example(country)
        wanted = f"has {looks}" if looks.endswith("digits") else f"looks like {looks}"
        yield Fault("postcode", f"The postcode “{postcode}” looks wrong: one in {place} {wanted}.")


def _town(contact: Address, country: str) -> Iterator[Fault]:
    if not _said(contact.city) and country in SHAPES and country not in WITHOUT_CITY:
        yield Fault("city", "The address has no town.")
    if not country:
        yield Fault("country", "The address has no country.")


def _said(text: str | None) -> bool:
    """False for nothing, and for the dash or the dot that people type where a field must not be empty."""
    plain = (text or "").strip().casefold()
    return plain not in {"n/a", "na", "none", "null"} and any(sign.isalnum() for sign in plain)


def _tidy(text: str | None) -> str:
    return " ".join((text or "").split())


def _is_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(sign, "LATIN") for sign in text if sign.isalpha())
