"""Two people on one thing: who saves later is told what is different, and the last one never just wins."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from oms.core.errors import Refused, Stale
from oms.core.versions import change, change_back

WORDS = {"name": "Name", "scannable": "Carries a barcode", "weight": "Weight"}


@dataclass
class Row:
    version: int = 3
    name: str = "Lamp"
    scannable: bool = True
    weight: int | None = None


def test_who_saves_what_they_opened_is_obeyed() -> None:
    row = Row()

    before = change(row, 3, {"name": "Desk lamp", "weight": 900}, WORDS)

    assert before == {"name": "Lamp", "weight": None}
    assert row == Row(4, "Desk lamp", True, 900)


def test_who_saves_over_somebody_else_is_told_the_difference_and_nothing_changes() -> None:
    row = Row(version=4, name="Floor lamp", scannable=False)

    with pytest.raises(Stale) as stale:
        change(row, 3, {"name": "Desk lamp", "scannable": True, "weight": None}, WORDS)

    assert stale.value.status == 409
    assert stale.value.changes == [("Name", "Floor lamp", "Desk lamp"), ("Carries a barcode", "no", "yes")]
    assert row == Row(4, "Floor lamp", False)


def test_an_empty_field_is_told_as_nothing() -> None:
    with pytest.raises(Stale) as stale:
        change(Row(version=4), 3, {"weight": 0}, WORDS)

    assert stale.value.changes == [("Weight", "", "0")]


def test_a_change_can_be_taken_back_as_long_as_it_was_the_last() -> None:
    row = Row()
    before = change(row, 3, {"name": "Desk lamp"}, WORDS)

    change_back(row, 4, before)

    assert row == Row(5, "Lamp")
    with pytest.raises(Refused, match="changed again since"):
        change_back(row, 4, before)
