"""Which currency an amount says of itself."""

from __future__ import annotations

from functools import lru_cache

from oms.reading.amounts import unit
from oms.reading.cells import LONGEST_NUMBER, is_currency

SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "US$": "USD",
    "AU$": "AUD",
    "A$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "SG$": "SGD",
    "ZŁ": "PLN",
    "SFR": "CHF",
}
"""Signs that stand for one currency and no other. A bare dollar, a crown and a yen do not."""


def currency_in(cell: str, dollar: str | None = None) -> str | None:
    """The currency beside the figures; `dollar` is what a bare `$` stands for, where that is known."""
    return _currency_in(cell, dollar) if len(cell) <= 2 * LONGEST_NUMBER else None


@lru_cache(maxsize=1024)
def _currency_in(cell: str, dollar: str | None) -> str | None:
    told = unit(cell).upper()
    if told == "$":
        return dollar
    return SIGNS.get(told) or (told if is_currency(told) else None)
