"""Names and addresses out of the columns of a row, whatever a format calls them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from oms.channels.countries import country_code
from oms.channels.parsed import Notes
from oms.orders.drafts import ContactDraft
from oms.reading.cells import is_destroyed
from oms.reading.rows import Row

NOTHING = {None, "-", "--", "."}


@dataclass(frozen=True)
class ContactColumns:
    """Which column holds what; a part that the format lacks is blank.

    `street`, `region_name` and `other_phone` count where the columns before them are blank.
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
    phone: str = ""
    other_phone: str = ""
    email: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The columns that are read as they are: all in one go, since this is most of a file."""
        place = (self.line1, self.street, self.line2, self.line3, self.city, self.region, self.region_name)
        return (self.name, self.company, *place, self.email)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The columns that a spreadsheet may have taken for numbers."""
        return (self.postcode, self.country, self.phone, self.other_phone)


def contact(row: Row, columns: ContactColumns, notes: Notes) -> ContactDraft:
    name, company, line1, street, line2, line3, city, region, region_name, email = row.texts(columns.words)
    postcode, country, phone, other_phone = row.codes(columns.codes)
    return ContactDraft(
        name=name,
        company=company,
        line1=line1 or street,
        line2=line2,
        line3=line3,
        city=city,
        region=region_name if region in NOTHING else region,
        postcode=postcode and _whole(postcode, columns.postcode, row, notes),
        country=country and _country(country, columns.country, row, notes),
        phone=(phone and _whole(phone, columns.phone, row, notes))
        or (other_phone and _whole(other_phone, columns.other_phone, row, notes)),
        email=email,
    )


def _whole(words: str, name: str, row: Row, notes: Notes) -> str | None:
    """A postcode or phone, unless a spreadsheet has rounded it: then it is unknown, and said to be."""
    if words in NOTHING:
        return None
    if "+" in words and is_destroyed(words):
        notes.remark(row.number, f"{row.called(name)}: a spreadsheet has destroyed “{words}”")
        return None
    return words


def _country(words: str, name: str, row: Row, notes: Notes) -> str | None:
    if not (country := country_code(words)) and words not in NOTHING:
        notes.remark(row.number, f"{row.called(name)}: “{words[:60]}” is no country that we know")
    return country
