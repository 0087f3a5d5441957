"""What may stand in a cell of Amazon's tab-separated files, which know no quotes. Pure."""

from __future__ import annotations

import re

BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def why_not(value: str) -> str | None:
    """Why a value cannot be written: it would end up in other cells, or be another value there."""
    if BREAKS.search(value):
        return f"“{BREAKS.sub('·', value)}” holds a tab, a line break or another control character."
    if value != value.strip():
        return f"“{value}” begins or ends with a blank, which Amazon would lose."
    return None
