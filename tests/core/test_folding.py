"""Words are found however somebody types them."""

from __future__ import annotations

import pytest

from oms.core.folding import fold


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Zoë MÜLLER", "zoe muller"),
        ("Große Straße", "GROSSE STRASSE"),
        ("Jürgen", "Ju\u0308rgen"),
        ("Ｓｈｏｐ", "shop"),
        ("Ångström", "angstrom"),
    ],
)
def test_case_accents_and_widths_do_not_matter(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


@pytest.mark.parametrize("word", ["田中", "Ελλάδα", "москва"])
def test_other_scripts_stay_words(word: str) -> None:
    assert fold(word)
    assert fold(word) == fold(fold(word))
