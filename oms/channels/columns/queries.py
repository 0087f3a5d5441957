"""What the page about the columns of a file shows."""

from __future__ import annotations

from dataclasses import dataclass

from oms.channels.columns.dates import fitting
from oms.channels.columns.meaning import Column, Meaning, guess
from oms.channels.columns.remembering import known_meaning
from oms.channels.finding import find_import
from oms.channels.models import ImportFile
from oms.channels.recognising import read_head
from oms.core.db import db
from oms.shop.models import the_shop

SAMPLES = 12
SHOWN = 3


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """A file with the columns of its likely header, and what they probably mean. `days` are the ways of writing
    dates that fit what stands in the column of dates.
    """

    file: ImportFile
    columns: tuple[Column, ...]
    meaning: Meaning
    days: tuple[str, ...]

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]

    def means(self, column: Column) -> str:
        """The code of what it means; empty where it is ignored."""
        return next((code for code, name in self.meaning.columns.items() if name == column.name), "")


def columns_page(import_id: int, said: Meaning | None = None) -> ColumnsPage:
    """`said` is what a person typed already. Raises Missing, and UnreadableFile where there are no columns."""
    file = find_import(import_id)
    columns = _columns(file.content)
    meaning = said or known_meaning([column.name for column in columns]) or _guessed(columns)
    dates = next((c for c in columns if c.name == meaning.columns.get("placed_at")), None)
    fit = fitting(dates.samples) if dates else []
    return ColumnsPage(file, columns, _with_days(meaning, fit), tuple(fit))


def _columns(content: bytes) -> tuple[Column, ...]:
    header, *rows = read_head(content) or [[]]
    rows = [row for row in rows if any(row)][:SAMPLES]
    return tuple(
        Column(name, tuple(row[place] for row in rows if place < len(row) and row[place].strip()))
        for place, name in enumerate(header)
        if name.strip()
    )


def _guessed(columns: tuple[Column, ...]) -> Meaning:
    currency = the_shop().currency
    db.session.rollback()
    found = guess(columns)
    return Meaning(found, "", "" if "currency" in found else currency, "column" if "paid" in found else "yes")


def _with_days(meaning: Meaning, fit: list[str]) -> Meaning:
    """Where only one way of writing fits, it is proven."""
    if meaning.days or len(fit) != 1:
        return meaning
    return Meaning(meaning.columns, fit[0], meaning.currency, meaning.paid)
