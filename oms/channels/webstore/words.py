"""The kinds of words that the API takes: text with limits, ids, money, moments. Strict: a number is no text,
true is no number, and nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from oms.reading.cells import is_currency

MOST_MONEY, MOST_UNITS = 10**12, 1_000_000
NO_ZERO_BYTE, NOT_BLANK = r"^[^\x00]*$", r"^[^\x00]*[^\s\x00][^\x00]*$"
ID, TWO, THREE = r"^[A-Za-z0-9#][A-Za-z0-9._:#-]{0,63}$", r"^[A-Z]{2}$", r"^[A-Z]{3}$"
LOOKS = {
    ID: "an id: up to 64 letters, digits and . _ : # -",
    NOT_BLANK: "text, not blank",
    TWO: "two capital letters",
    THREE: "three capital letters",
}
"""Patterns as people say them."""
MOMENT = (
    r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$"
)


class Words(BaseModel):
    """Something told or answered: every field is known, of its very type, and stays as it is."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _one_line(text: str) -> str:
    """Breaks and tabs are spaces: it is printed on a label, in one line."""
    return " ".join(text.split())


def _moment(told: Any) -> datetime:
    if not isinstance(told, str) or not re.fullmatch(MOMENT[1:-1], told):
        raise ValueError("This is no moment with its time zone, such as 2026-11-25T09:30:00Z")
    try:
        return datetime.fromisoformat(told)
    except ValueError:
        raise ValueError("This day is not in the calendar") from None


def _currency(told: str) -> str:
    if not is_currency(told):
        raise ValueError("This is no currency, such as EUR or JPY")
    return told


def _not_blank(text: str) -> str:
    if not text:
        raise ValueError("This is blank")
    return text


ONE_LINE = AfterValidator(_one_line)
Postcode = Annotated[str, StringConstraints(max_length=20, pattern=NO_ZERO_BYTE), ONE_LINE]
Phone = Annotated[str, StringConstraints(max_length=40, pattern=NO_ZERO_BYTE), ONE_LINE]
Name = Annotated[str, StringConstraints(max_length=120, pattern=NO_ZERO_BYTE), ONE_LINE]
Street = Annotated[str, StringConstraints(max_length=200, pattern=NO_ZERO_BYTE), ONE_LINE]
Email = Annotated[str, StringConstraints(max_length=254, pattern=NO_ZERO_BYTE), ONE_LINE]
Title = Annotated[str, StringConstraints(max_length=300, pattern=NO_ZERO_BYTE), ONE_LINE]
Sku = Annotated[
    str,
    StringConstraints(max_length=100, pattern=NOT_BLANK),
    AfterValidator(str.strip),
    AfterValidator(_not_blank),
]
Reference = Annotated[
    str, StringConstraints(max_length=120, pattern=NOT_BLANK), ONE_LINE, AfterValidator(_not_blank)
]
Prose = Annotated[str, StringConstraints(max_length=2000, pattern=NO_ZERO_BYTE), AfterValidator(str.strip)]
Id = Annotated[str, StringConstraints(pattern=ID)]
Country = Annotated[str, StringConstraints(pattern=TWO)]
Currency = Annotated[str, StringConstraints(pattern=THREE), AfterValidator(_currency)]
Minor = Annotated[int, Field(ge=0, le=MOST_MONEY)]
SomeMinor = Annotated[int, Field(ge=1, le=MOST_MONEY)]
Units = Annotated[int, Field(ge=1, le=MOST_UNITS)]
Moment = Annotated[
    datetime,
    PlainValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": MOMENT}, mode="validation"),
]
