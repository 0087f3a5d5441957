"""What a form offers to choose from: codes, each with the words on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types


def choices(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    return [SelectChoice(code, words) for code, words in pairs]
