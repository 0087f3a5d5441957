"""Days as files write them. The month is a word, or the way of writing leaves one reading only: others are refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from oms.reading.cells import BadCell, code, shortened

CLOCK = r"(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
WORD = r"(?P<month>[^\W\d_]{3,9})\.?"
DAY, YEAR = r"(?P<day>[0-9]{1,2})", r"(?P<year>20[0-9]{2}|[0-9]{2})"
FORMS = tuple(
    re.compile(form + CLOCK)
    for form in (
        rf"{WORD}[- ]{DAY},?[- ]{YEAR}",
        rf"{DAY}\.?[- ]{WORD}[- ]{YEAR}",
        rf"{DAY}\.(?P<month>[0-9]{{1,2}})\.{YEAR}",
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
    )
)
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar janner janv janvier",
            "feb february februar fevr fev fevrier",
            "mar march mrz marz maerz mars",
            "apr april avr avril",
            "may mai",
            "jun june juni juin",
            "jul july juli juil juillet",
            "aug august aout",
            "sep sept september septembre",
            "oct october okt oktober octobre",
            "nov november novembre",
            "dec december dez dezember decembre",
        ),
        1,
    )
    for word in words.split()
}


@lru_cache(maxsize=1024)
def day(cell: str) -> date | None:
    """A day, in English, German or French; an hour that is told without its zone is left out."""
    words = code(cell)
    if words is None:
        return None
    found = next((told for form in FORMS if (told := form.fullmatch(words))), None)
    month = _month(found["month"]) if found else None
    if found is None or month is None:
        raise BadCell(f"“{shortened(words)}” is not a day that has one reading only, such as Sep-18-26")
    try:
        return date(2000 + int(found["year"]) % 100, month, int(found["day"]))
    except ValueError:
        raise BadCell(f"“{words}” is not a day of the calendar") from None


def _month(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    letters = unicodedata.normalize("NFKD", word.casefold())
    return MONTHS.get("".join(letter for letter in letters if not unicodedata.combining(letter)))
