"""What a line is called where it says no id: files and messages call it alike, so that both mean the same line."""

from __future__ import annotations

from collections import Counter


class Names:
    """Asked line by line, in their order; a line that was taken out counts too."""

    def __init__(self) -> None:
        self._alike: Counter[str | None] = Counter()

    def next(self, item: str | None) -> str:
        """Of the lines of one item, which it is: the price may be told differently."""
        self._alike[item] += 1
        return f"{item} #{self._alike[item]}"
