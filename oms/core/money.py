"""Money is an integer in minor units of its currency; unknown money is None, never 0."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_currency, format_decimal, get_currency_precision


def exponent(currency: str) -> int:
    """How many decimals the currency has: JPY 0, EUR 2, KWD 3."""
    return get_currency_precision(currency)


def minor(amount: Decimal, currency: str) -> int:
    """Minor units of an amount; ValueError where it has more decimals than the currency knows."""
    scaled = amount.scaleb(exponent(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} has more decimals than {currency} knows")
    return int(scaled)


def major(amount_minor: int, currency: str) -> Decimal:
    return Decimal(amount_minor).scaleb(-exponent(currency))


def written(amount_minor: int, currency: str, locale: str = "en_IE") -> str:
    """The amount without its currency, as somebody of this place would type it: `12.50`, `12,50`."""
    places = exponent(currency)
    pattern = "0." + "0" * places if places else "0"
    return format_decimal(major(amount_minor, currency), pattern, locale=locale)


def format_money(amount_minor: int | None, currency: str | None, locale: str = "en_IE") -> str:
    """Money as a person reads it; an unknown amount is a dash."""
    if amount_minor is None or currency is None:
        return "–"
    return format_currency(major(amount_minor, currency), currency, locale=locale)
