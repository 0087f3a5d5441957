from __future__ import annotations

from datetime import UTC, datetime

import pytest

from oms.channels.countries import country_code
from oms.reading import cells
from oms.reading.cells import BadCell


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("  Lamp \u00a0", "Lamp"),
        ("\u2009\u202fLamp\u200b\ufeff", "Lamp"),
        ("\u00a0", None),
        ("", None),
        ('="00123"', "00123"),
        ('="a ""b"""', 'a "b"'),
        ("first\r\nsecond\rthird", "first\nsecond\nthird"),
        ("bell\x07 and escape\x1b", "bell and escape"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("Łódź 東京 👩‍🌾", "Łódź 東京 👩‍🌾"),
    ],
)
def test_text_is_kept_but_for_what_surrounds_it(cell: str, words: str | None) -> None:
    assert cells.text(cell) == words


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("'02138", "02138"),
        ("''02138", "'02138"),
        ('="02138"', "02138"),
        ("+31\u00a06\u202f12", "+31 6 12"),
        ("'", None),
    ],
)
def test_a_code_loses_what_a_spreadsheet_put_before_it(cell: str, words: str | None) -> None:
    assert cells.code(cell) == words


@pytest.mark.parametrize("cell", ["5.55123E+12", "5,55123E+12", "1E+05", "'6e+13", '="6E+13"'])
def test_an_identifier_that_a_spreadsheet_rounded_is_refused(cell: str) -> None:
    with pytest.raises(BadCell, match="its digits are lost"):
        cells.identifier(cell)


@pytest.mark.parametrize("cell", ["219E01BE", "E+12", "12E12", "LAMP-E+1", "0015851154158"])
def test_an_identifier_with_an_e_in_it_is_none_the_worse(cell: str) -> None:
    assert cells.identifier(cell) == cell


def test_an_identifier_has_an_end() -> None:
    with pytest.raises(BadCell, match="more than 100 characters"):
        cells.identifier("x" * 101)


@pytest.mark.parametrize(("cell", "units"), [("3", 3), ("3.0", 3), ("0", 0), ("'12", 12), (" ", None)])
def test_a_quantity_is_whole(cell: str, units: int | None) -> None:
    assert cells.quantity(cell) == units


@pytest.mark.parametrize("cell", ["1.5", "-1", "two", "1E+05", "1.000", "٣", "9" * 5000, "2000000"])
def test_what_is_no_quantity_is_refused(cell: str) -> None:
    with pytest.raises(BadCell, match="units"):
        cells.quantity(cell)


@pytest.mark.parametrize(
    ("cell", "hour"),
    [
        ("2026-04-05 21:06:21 +0400", 17),
        ("2026-04-05T09:06:21-08:00", 17),
        ("2026-04-05T17:06:21Z", 17),
        ("2026-04-05 17:06:21 UTC", 17),
        ("2026-04-05T17:06:21.123+00:00", 17),
    ],
)
def test_a_moment_is_told_in_utc(cell: str, hour: int) -> None:
    assert cells.moment(cell) == datetime(2026, 4, 5, hour, 6, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-04-05 21:06:21",
        "2026-04-05",
        "05/04/2026 21:06 +0400",
        "46117.879",
        "yesterday",
        "2026-04-05T21:06 PST",
    ],
)
def test_a_moment_without_its_offset_is_never_guessed(cell: str) -> None:
    with pytest.raises(BadCell, match="offset from UTC"):
        cells.moment(cell)


@pytest.mark.parametrize(
    "cell", ["2026-02-30 10:00:00 +0000", "0001-01-01 00:00:00 +2300", "2026-01-01 25:00:00 +0000"]
)
def test_a_moment_that_never_was_is_refused(cell: str) -> None:
    with pytest.raises(BadCell, match="calendar"):
        cells.moment(cell)


@pytest.mark.parametrize(("cell", "yes"), [("true", True), ("FALSE", False), ("", None), ("perhaps", None)])
def test_a_flag_may_be_silent(cell: str, *, yes: bool | None) -> None:
    assert cells.flag(cell) is yes


def test_a_currency_is_one_of_the_world() -> None:
    assert cells.currency("eur ") == "EUR"
    with pytest.raises(BadCell, match="not a currency"):
        cells.currency("EURO")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("GB", "GB"),
        ("uk", "GB"),
        ("United Kingdom", "GB"),
        ("united states of america", "US"),
        ("Côte d'Ivoire", "CI"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Bosnia and Herzegovina", "BA"),
        ("St. Lucia", "LC"),
        ("Hong Kong", "HK"),
        ("ZZ", None),
        ("European Union", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_is_known_by_code_or_english_name(words: str, code: str | None) -> None:
    assert country_code(words) == code
