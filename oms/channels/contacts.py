"""Names and addresses out of the columns of a row, whichever a format calls them."""

from __future__ import annotations

from dataclasses import dataclass

from oms.channels.cells import is_destroyed
from oms.channels.countries import country_code
from oms.channels.parsed import Notes
from oms.channels.rows import Row
from oms.orders.drafts import ContactDraft

ABSENT = "no such column"
NOTHING = {"-", "--", "."}


@dataclass(frozen=True, slots=True)
class ContactColumns:
    """Which column holds what. Where the first of several is blank, the next is asked."""

    name: str
    company: str = ABSENT
    line1: tuple[str, ...] = ()
    line2: str = ABSENT
    line3: str = ABSENT
    city: str = ABSENT
    region: tuple[str, ...] = ()
    postcode: str = ABSENT
    country: str = ABSENT
    phone: tuple[str, ...] = ()
    email: str = ABSENT


def contact(row: Row, columns: ContactColumns, notes: Notes) -> ContactDraft:
    return ContactDraft(
        name=row.text(columns.name),
        company=row.text(columns.company),
        line1=_first(row, columns.line1),
        line2=row.text(columns.line2),
        line3=row.text(columns.line3),
        city=row.text(columns.city),
        region=_first(row, columns.region),
        postcode=_whole(row, columns.postcode, notes),
        country=_country(row, columns.country, notes),
        phone=_phone(row, columns.phone, notes),
        email=row.text(columns.email),
    )


def _first(row: Row, names: tuple[str, ...]) -> str | None:
    for name in names:
        if (words := row.text(name)) and words not in NOTHING:
            return words
    return None


def _phone(row: Row, names: tuple[str, ...], notes: Notes) -> str | None:
    for name in names:
        if phone := _whole(row, name, notes):
            return phone
    return None


def _whole(row: Row, name: str, notes: Notes) -> str | None:
    """A postcode or phone, unless a spreadsheet has rounded it: then it is unknown, and said to be."""
    words = row.code(name)
    if words is None or words in NOTHING:
        return None
    if is_destroyed(words):
        notes.remark(row.number, f"{name}: a spreadsheet has destroyed “{words}”")
        return None
    return words


def _country(row: Row, name: str, notes: Notes) -> str | None:
    words = row.code(name)
    if words is None or words in NOTHING:
        return None
    if not (country := country_code(words)):
        notes.remark(row.number, f"{name}: “{words[:60]}” is no country that we know")
    return country
