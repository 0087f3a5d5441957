"""Countries as people and channels write them, to their ISO 3166 alpha-2 codes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from babel import Locale

LANGUAGES = ("en", "de", "fr")
NOT_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}

OTHER_NAMES = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "usa": "US", "united states of america": "US", "america": "US",
    "turkey": "TR", "czech republic": "CZ", "holland": "NL", "the netherlands": "NL",
    "ivory coast": "CI", "hong kong": "HK", "macau": "MO", "macao": "MO", "viet nam": "VN",
    "korea": "KR", "republic of korea": "KR", "korea republic of": "KR", "uae": "AE",
    "russian federation": "RU", "republic of ireland": "IE", "eire": "IE", "swaziland": "SZ",
    "macedonia": "MK", "burma": "MM", "myanmar": "MM", "moldova republic of": "MD",
    "taiwan province of china": "TW", "lao peoples democratic republic": "LA",
    "syrian arab republic": "SY", "iran islamic republic of": "IR", "holy see": "VA",
    "vatican": "VA", "vatican city state": "VA", "holy see vatican city state": "VA",
    "brunei darussalam": "BN", "cabo verde": "CV", "east timor": "TL", "palestine": "PS",
    "tanzania united republic of": "TZ", "bolivia plurinational state of": "BO",
    "venezuela bolivarian republic of": "VE", "congo": "CG", "republic of the congo": "CG",
    "democratic republic of the congo": "CD", "congo the democratic republic of the": "CD",
    "saint martin": "MF", "virgin islands british": "VG", "reunion": "RE",
}  # fmt: skip


@lru_cache(maxsize=1024)
def country_code(words: str) -> str | None:
    """The code of a country told by code or by its name in one of our languages, or None where none is known by it."""
    upper = words.strip().upper()
    if upper in _codes():
        return upper
    name = _plain(words)
    return OTHER_NAMES.get(name) or _by_name().get(name)


@cache
def _codes() -> frozenset[str]:
    territories = Locale("en").territories
    codes = {str(code) for code in territories}
    return frozenset(code for code in codes if len(code) == 2) - NOT_COUNTRIES


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        territories = Locale(language).territories
        for code in sorted(_codes()):
            found.setdefault(_plain(territories.get(code, code)), code)
    return found


def _plain(words: str) -> str:
    """A name without accents, case, marks and the ways to write "and" and "Saint"."""
    letters = unicodedata.normalize("NFKD", words.replace("&", " and "))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()
    letters = re.sub(r"['’.]", "", letters)
    return re.sub(r"\bst\b", "saint", " ".join(re.sub(r"[^a-z]", " ", letters).split()))
