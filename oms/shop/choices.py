"""What a shop can choose from: countries, currencies, time zones, ways to write numbers. Pure."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.localedata import locale_identifiers
from babel.numbers import get_territory_currencies

PAPERS = ("A4", "Letter")
DOTS = (203, 300)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
OLD_ZONES = ("Etc/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/", "SystemV/", "posix/", "right/")

Choice = tuple[str, str]
ENGLISH = Locale("en")


@lru_cache(maxsize=1)
def countries() -> tuple[Choice, ...]:
    """ISO 3166 codes with their names, by name."""
    known = ENGLISH.territories.items()
    real = [(code, name) for code, name in known if len(code) == 2 and code not in NO_COUNTRIES]  # noqa: PLR2004 — ISO 3166 alpha-2
    return tuple(sorted(real, key=lambda choice: choice[1]))


@lru_cache(maxsize=1)
def currencies() -> tuple[Choice, ...]:
    """What somebody pays with today, by code."""
    codes = {code for country, _ in countries() for code in get_territory_currencies(country)}
    return tuple((code, f"{code} · {ENGLISH.currencies.get(code, code)}") for code in sorted(codes))


@lru_cache(maxsize=1)
def zones() -> tuple[Choice, ...]:
    """The time zones of places, and UTC."""
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(OLD_ZONES))
    return tuple((zone, zone.replace("_", " ")) for zone in [*places, "UTC"])


@lru_cache(maxsize=1)
def locales() -> tuple[Choice, ...]:
    """A language as it is written in a country, by name."""
    parts = {name: name.split("_") for name in locale_identifiers()}
    lands = dict(countries())
    named = [
        (
            name,
            f"{ENGLISH.languages[language]} ({', '.join([*(ENGLISH.scripts.get(one, one) for one in script), lands[country]])})",
        )
        for name, (language, *script, country) in ((n, p) for n, p in parts.items() if len(p) > 1)
        if language in ENGLISH.languages and country in lands
    ]
    return tuple(sorted(named, key=lambda choice: choice[1]))
