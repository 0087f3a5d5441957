"""Where a bin is, in words: from its code, aisle-bay-level. Pure.

Bays count from the front, odd on the left, even on the right.
"""

from __future__ import annotations

import re

CODE = re.compile(r"([A-Za-z]{1,2}|\d{1,3})-(\d{1,3})-(\d{1,2})")
LAST_TEEN = 20


def directions(code: str) -> tuple[str, ...]:
    """`B-04-2` as ("Aisle B, right", "2nd bay", "2nd shelf"); nothing for a code of another kind."""
    parts = CODE.fullmatch(code)
    if parts is None:
        return ()
    aisle, bay, level = parts[1], int(parts[2]), int(parts[3])
    side = "left" if bay % 2 else "right"
    return (f"Aisle {aisle}, {side}", f"{ordinal((bay + 1) // 2)} bay", f"{ordinal(level)} shelf")


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    if number % 100 // 10 == 1:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
