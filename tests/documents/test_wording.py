from __future__ import annotations

import pytest

from oms.documents.fitting import STEPS, steps_for
from oms.documents.sheets import Address, BinLabel
from oms.documents.wording import around, columns, direction, note_lines, one_line
from tests.documents.sheets_for_tests import COLOGNE, label


def test_a_line_is_one_line() -> None:
    assert one_line("Zoë\r\n\tMüller\x00\u2028!") == "Zoë Müller !"


def test_nothing_turns_a_house_number_around() -> None:
    assert one_line("Mill Lane \u202e21\u202c \u2066a\u2069") == "Mill Lane 21 a"


def test_the_joiners_of_persian_and_hindi_stay() -> None:
    assert one_line("می\u200cخواهم क\u200dष") == "می\u200cخواهم क\u200dष"


def test_what_is_longer_than_any_honest_field_ends_in_an_ellipsis() -> None:
    assert one_line("x" * 300) == "x" * 300
    assert one_line("x" * 301) == "x" * 299 + "…"
    assert len(one_line(" " * 1_000_000 + "x")) <= 300


def test_a_note_keeps_its_lines() -> None:
    assert note_lines("ring\r\n\r\ntwice\n") == ["ring", "", "twice"]
    assert note_lines("") == [""]


def test_a_note_says_when_there_was_more() -> None:
    assert note_lines("\n".join("abc"))[-1] == "c"
    assert note_lines("x\n" * 51)[-1] == "…"
    assert len(note_lines("x\n" * 51)) == 51
    assert note_lines("y" * 2_001) == ["y" * 2_000, "…"]


@pytest.mark.parametrize(
    ("words", "runs"),
    [("Zoë", "ltr"), ("12 דוד", "rtl"), ("(محمد) Smith", "rtl"), ("", "ltr"), ("12", "ltr")],
)
def test_the_first_letter_decides_the_direction(words: str, runs: str) -> None:
    assert direction("", words) == runs


def test_a_chinese_letter_is_as_wide_as_two() -> None:
    assert columns("東京ABC") == 7


def test_a_line_falls_into_three_around_its_postcode() -> None:
    assert around("D-50667 Köln", "50667") == ("D-", "50667", " Köln")
    assert around("Köln", "50667") == ("Köln", "", "")
    assert around("Köln", "") == ("Köln", "", "")


def test_a_usual_address_is_printed_in_the_largest_letters() -> None:
    assert steps_for(label(COLOGNE))[0] == 0


def test_a_line_is_rather_smaller_than_broken() -> None:
    long = Address(name="Zoë", lines=("Obere Bahnhofstraße 117, Hof 3",))

    assert STEPS[steps_for(label(long))[0]] == 15


def test_other_labels_have_one_size() -> None:
    assert list(steps_for(BinLabel(code="A", barcode="A"))) == [0]
