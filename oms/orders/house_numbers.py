"""Where an address needs a house number, by the habits of its country. In doubt it needs none: a
false alarm costs the shopkeeper time, and a house name is usual in many villages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

ALWAYS = frozenset({"AT", "BE", "CZ", "DE", "DK", "HU", "LU", "NL", "PL", "SI", "SK"})

ENGLISH_STREET = (
    r"\b(street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|crescent|close|parkway|"
    r"pkwy|highway|hwy|circle|terrace)\.?( (n|s|e|w|ne|nw|se|sw|north|south|east|west)\.?)?$"
)
STREET = {
    "AU": ENGLISH_STREET,
    "CA": ENGLISH_STREET,
    "CH": r"(strasse|straße|str\.|gasse)$|\b(rue|avenue|via|viale)\b",
    "ES": r"^(calle|c/|c\.|avenida|avda|paseo|carrer|rúa|ronda|travesía)",
    "FI": r"(katu|kuja|polku|gatan|vägen)$",
    "FR": r"^(rue|avenue|av\.|boulevard|bd|allée|impasse|quai)\b",
    "GB": ENGLISH_STREET,
    "IT": r"^(via|viale|corso|vicolo)\b",
    "NO": r"(gata|gate|gaten|veien|vegen|vei)$",
    "NZ": ENGLISH_STREET,
    "PT": r"^(rua|avenida|av\.|travessa)\b",
    "SE": r"(gatan|gränd|vägen|stigen)$",
    "US": ENGLISH_STREET,
}
HOUSE_NAMES = frozenset({"AU", "GB", "NZ"})
LONGEST_STREET_NAME = 3
HOUSE_WORD = re.compile(
    r"\b(the|barn|castle|chapel|cottage|court|croft|farm|flat|grange|hall|hotel|house|inn|lodge|manor|mill|"
    r"rectory|school|station|vicarage|villa)\b"
)
NUMBER_WORD = re.compile(r"\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b")
ORDINAL = re.compile(r"\b\d+(st|nd|rd|th)\b")
WITHOUT = re.compile(
    r"\b(s/n|s\.n\.|sn|snc|s\.n\.c\.|sin número|sin numero|senza numero|sem número|sans numéro|"
    r"general delivery|poste restante|postlagernd)(?!\w)"
)


def lacks_house_number(country: str, lines: Sequence[str], *, company: bool = False) -> bool:
    """True where somebody who knows the country would ask for the number."""
    written = [line.strip().casefold() for line in lines if line.strip()]
    whole = " ".join(written)
    if not written or _has_number(whole, country) or WITHOUT.search(whole):
        return False
    if country in ALWAYS:
        return True
    named = any(re.search(STREET.get(country, r"(?!)"), line) for line in written)
    return named and not company and not (country in HOUSE_NAMES and _may_be_a_house(written))


def _has_number(text: str, country: str) -> bool:
    if STREET.get(country) == ENGLISH_STREET:
        text = ORDINAL.sub("", text)
        if NUMBER_WORD.search(text):
            return True
    return any(sign.isnumeric() for sign in text)


def _may_be_a_house(lines: Sequence[str]) -> bool:
    """Only a bare street name on a single line is surely not the name of a house."""
    line = lines[0]
    short = len(line.split()) <= LONGEST_STREET_NAME
    return len(lines) > 1 or "," in line or not short or bool(HOUSE_WORD.search(line))
