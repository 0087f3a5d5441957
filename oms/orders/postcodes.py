"""What postcodes look like, for countries where people write them as they should. They are compared
without blanks and dashes, since many leave these out.
"""

from __future__ import annotations

import re
import unicodedata

DIGITS = {
    3: "FO IS",
    4: "AT AU BE BG CH CY DK GE GL HU LI LU LV MD MK NO NZ PH SI TN ZA",
    5: "BA CZ DE DZ EE ES FI FR GR HR ID IT KR LT MA ME MX MY SE SK SM TH TR UA VA",
    6: "BY CN IN RO RU SG",
    7: "JP",
    8: "BR",
}
SHAPES = {
    "AD": (r"AD\d{3}", "AD500"),
    "CA": (r"[ABCEGHJ-NPRSTVXY]\d[A-Z]\d[A-Z]\d", "K1A 0B1"),
    "GB": (r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}|BFPO\d{1,4}|GIR0AA", "SW1A 1AA"),
    "GG": (r"GY\d{2,3}[A-Z]{2}", "GY1 1AA"),
    "GI": (r"GX111AA", "GX11 1AA"),
    "IE": (r"([A-Z]\d{2}|D6W)[A-Z\d]{4}", "D02 AF30"),
    "IL": (r"\d{5}(\d{2})?", "9614303"),
    "IM": (r"IM\d{2,3}[A-Z]{2}", "IM2 1AA"),
    "JE": (r"JE\d{2,3}[A-Z]{2}", "JE1 1AA"),
    "MC": (r"980\d{2}", "98000"),
    "MT": (r"[A-Z]{3}\d{2,4}", "VLT 1117"),
    "NL": (r"[1-9]\d{3}[A-Z]{2}", "1012 AB"),
    "PL": (r"\d{5}", "00-950"),
    "PT": (r"\d{4}(\d{3})?", "1100-148"),
    "RS": (r"\d{5,6}", "11000"),
    "SA": (r"\d{5}(\d{4})?", "11564"),
    "TW": (r"\d{3}(\d{2,3})?", "104"),
    "US": (r"\d{5}(\d{4})?", "94103"),
} | {
    country: (rf"\d{{{count}}}", f"{count} digits")
    for count, countries in DIGITS.items()
    for country in countries.split()
}
NEEDED = frozenset(
    """
    AT AU BE BR CA CH CN CZ DE DK EE ES FI FR GB GG GL GR HU IM IN IT JE JP KR LI LT LU LV MX MY NL NO
    NZ PL PT RO RU SE SG SK SM TR TW UA US ZA
    """.split()  # noqa: SIM905 — codes read best as a block
)


def squeeze(postcode: str, country: str) -> str:
    """The letters and digits alone, without the sign of the country that some put before (D-10115)."""
    plain = unicodedata.normalize("NFKC", postcode).upper()
    bare = "".join(sign for sign in plain if sign.isalnum())
    letters = re.match(r"([A-Z]{1,3})(?=\d)", bare)
    numeric = SHAPES[country][0].startswith(r"\d") if country in SHAPES else False
    return bare[letters.end() :] if numeric and letters and _stands_for(letters[1], country) else bare


def looks_right(postcode: str, country: str) -> bool:
    """Of a country whose postcodes we do not know, every one looks right."""
    shape = SHAPES.get(country)
    return shape is None or bool(re.fullmatch(shape[0], squeeze(postcode, country), re.ASCII))


def example(country: str) -> str:
    """What one looks like, for a sentence: `SW1A 1AA`, `5 digits`."""
    return SHAPES[country][1]


def _stands_for(letters: str, country: str) -> bool:
    """The code of the country, or the sign on its cars: D for DE, A for AT, L for LU, FL for LI."""
    return letters == country or letters in {country[0], "FL", "SLO", "SRB"}
