"""Money: whole minor units of a currency, and unknown is unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from oms.core.money import exponent, format_money, major, minor, written


@pytest.mark.parametrize(("currency", "decimals"), [("JPY", 0), ("EUR", 2), ("KWD", 3)])
def test_a_currency_has_its_own_decimals(currency: str, decimals: int) -> None:
    assert exponent(currency) == decimals


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        ("19.99", "EUR", 1999),
        ("1250", "JPY", 1250),
        ("1.250", "KWD", 1250),
        ("-5", "EUR", -500),
        ("0", "EUR", 0),
    ],
)
def test_an_amount_there_and_back(amount: str, currency: str, units: int) -> None:
    assert minor(Decimal(amount), currency) == units
    assert major(units, currency) == Decimal(amount)


@pytest.mark.parametrize(("amount", "currency"), [("19.999", "EUR"), ("12.5", "JPY")])
def test_an_amount_is_never_rounded_in_silence(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match=f"more decimals than {currency} knows"):
        minor(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("units", "currency", "said"),
    [(1999, "EUR", "€19.99"), (1250, "JPY", "JP¥1,250"), (0, "EUR", "€0.00"), (1999, None, "–")],
)
def test_money_as_a_person_reads_it(units: int, currency: str | None, said: str) -> None:
    assert format_money(units, currency) == said


def test_unknown_money_is_a_dash_and_never_nothing() -> None:
    assert format_money(None, "EUR") == "–"


@pytest.mark.parametrize(
    ("units", "currency", "locale", "text"),
    [(1250, "EUR", "en_IE", "12.50"), (123450, "EUR", "de_DE", "1234,50"), (500, "JPY", "ja_JP", "500")],
)
def test_an_amount_is_written_as_somebody_there_would_type_it(
    units: int, currency: str, locale: str, text: str
) -> None:
    assert written(units, currency, locale) == text
