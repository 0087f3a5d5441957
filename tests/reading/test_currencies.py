"""The currency that an amount says of itself."""

from __future__ import annotations

import pytest

from oms.reading.currencies import currency_in


@pytest.mark.parametrize(
    ("cell", "currency"),
    [
        ("AU $3,000.00", "AUD"),
        ("US $12.00", "USD"),
        ("C $12.00", "CAD"),
        ("£12.00", "GBP"),
        ("EUR 90,00", "EUR"),
        ("1\u202f234,50\u00a0€", "EUR"),
        ("-€5.00", "EUR"),
        ("(£5.00)", "GBP"),
        ("12,00 zł", "PLN"),
        ("chf 12.50", "CHF"),
        ("12.50", None),
        ("", None),
        ("12 kr", None),
        ("¥1200", None),
        ("free", None),
        ("XYZ 12", None),
        ("EUR" * 100, None),
    ],
)
def test_what_stands_for_one_currency_alone_is_known(cell: str, currency: str | None) -> None:
    assert currency_in(cell) == currency


def test_a_bare_dollar_is_whichever_is_known_from_elsewhere() -> None:
    assert currency_in("$1,433.66") is None
    assert currency_in("$1,433.66", "AUD") == "AUD"
    assert currency_in("US $5.00", "AUD") == "USD"
