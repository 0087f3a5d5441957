"""Names and addresses out of the columns of a row, whatever a format calls them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from oms.channels.cells import is_destroyed
from oms.channels.countries import country_code
from oms.channels.parsed import Notes
from oms.channels.rows import Row
from oms.orders.drafts import ContactDraft

NOTHING = {None, "-", "--", "."}


@dataclass(frozen=True)
class ContactColumns:
    """Which column holds what; a part that the format lacks is blank.

    `street` and `region_name` count where the finer columns are blank, and of `phones` the first
    that is told.
    """

    name: str
    company: str = ""
    line1: str = ""
    street: str = ""
    line2: str = ""
    line3: str = ""
    city: str = ""
    region: str = ""
    region_name: str = ""
    postcode: str = ""
    country: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The columns that are read as they are: all in one go, since this is most of a file."""
        place = (self.line1, self.street, self.line2, self.line3, self.city, self.region, self.region_name)
        return (self.name, self.company, *place, self.email)


def contact(row: Row, columns: ContactColumns, notes: Notes) -> ContactDraft:
    name, company, line1, street, line2, line3, city, region, region_name, email = row.texts(columns.words)
    return ContactDraft(
        name=name,
        company=company,
        line1=line1 or street,
        line2=line2,
        line3=line3,
        city=city,
        region=region_name if region in NOTHING else region,
        postcode=_whole(row, columns.postcode, notes),
        country=_country(row, columns.country, notes),
        phone=_first_phone(row, columns.phones, notes),
        email=email,
    )


def _first_phone(row: Row, names: tuple[str, ...], notes: Notes) -> str | None:
    for name in names:
        if phone := _whole(row, name, notes):
            return phone
    return None


def _whole(row: Row, name: str, notes: Notes) -> str | None:
    """A postcode or phone, unless a spreadsheet has rounded it: then it is unknown, and said to be."""
    words = row.code(name)
    if words in NOTHING:
        return None
    if "+" in words and is_destroyed(words):
        notes.remark(row.number, f"{name}: a spreadsheet has destroyed “{words}”")
        return None
    return words


def _country(row: Row, name: str, notes: Notes) -> str | None:
    words = row.code(name)
    if words in NOTHING:
        return None
    if not (country := country_code(words)):
        notes.remark(row.number, f"{name}: “{words[:60]}” is no country that we know")
    return country
