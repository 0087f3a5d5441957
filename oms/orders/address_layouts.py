"""In which order a country prints the parts of an address. Every layout has a place for every part."""

from __future__ import annotations

import re
from collections.abc import Mapping

PERSON = ("{name}", "{company}")
STREET = ("{line1}", "{line2}", "{line3}")
CODE_FIRST = (*PERSON, *STREET, "{postcode} {city}", "{region}")
CODE_LAST = (*PERSON, *STREET, "{city} {postcode}", "{region}")
LARGE_TO_SMALL = ("{postcode}", "{region}{city}", *STREET, "{company}", "{name}")

LAYOUTS: dict[str, tuple[str, ...]] = {
    country: layout
    for countries, layout in (
        ("US", (*PERSON, *STREET, "{city}, {region} {postcode}")),
        ("AU CA", (*PERSON, *STREET, "{city} {region} {postcode}")),
        ("EG GB GG GI IE IM JE KE LK RU UA ZA", (*PERSON, *STREET, "{city}", "{region}", "{postcode}")),
        ("BD IL IN MT NG NZ PK SA SG", CODE_LAST),
        ("ES IT LT EE", (*PERSON, *STREET, "{postcode} {city} {region}")),
        ("ID TH VN", (*PERSON, *STREET, "{city}", "{region} {postcode}")),
        ("MX", (*PERSON, *STREET, "{postcode} {city}, {region}")),
        ("TR", (*PERSON, *STREET, "{postcode} {city}/{region}")),
        ("BR", (*PERSON, *STREET, "{city}-{region}", "{postcode}")),
        ("LV", (*PERSON, *STREET, "{region}", "{city}, {postcode}")),
        ("HU", (*PERSON, "{city}", *STREET, "{postcode}", "{region}")),
        ("CN HK JP KR MO TW", (*PERSON, *STREET, "{city}, {region} {postcode}")),
    )
    for country in countries.split()
}
OWN_SCRIPT = dict.fromkeys(("CN", "HK", "KR", "MO", "TW"), LARGE_TO_SMALL) | {
    "JP": ("〒{postcode}", *LARGE_TO_SMALL[1:]),
}


def layout(country: str, *, own_script: bool) -> tuple[str, ...]:
    """The country's order of parts; the usual one where we do not know the country."""
    if own_script and country in OWN_SCRIPT:
        return OWN_SCRIPT[country]
    return LAYOUTS.get(country, CODE_FIRST)


def fill(template: str, parts: Mapping[str, str]) -> str:
    """One printed line. What stands before an empty part goes with it, so that no comma is left over."""
    text = ""
    for before, part in re.findall(r"([^{]*)\{(\w+)\}", template):
        if parts[part]:
            text += (before if text or before.strip(" ,/-") else "") + parts[part]
    return text
