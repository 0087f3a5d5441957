"""What happens to one order over there, one change after the other. Told by a seed, so that it happens again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STREETS = ("Große Straße 5", "Kleine Gasse 9", "Am Markt 11")
SKUS = ("LAMP", "MUG", "SOCK-GRN-39", "NOBODY-KNOWS")


@dataclass
class Life:
    """One order over there. Most changes have a second of their own, and some of them two events."""

    number: int
    random: Random
    moment: datetime = BEGIN
    lines: list[dict[str, Any]] = field(default_factory=list)
    paid_at: datetime | None = None
    cancelled_at: datetime | None = None
    street: str = STREETS[0]
    note: str = ""
    back: list[int] = field(default_factory=list)
    next_line: int = 1

    def __post_init__(self) -> None:
        for _ in range(self.random.randint(1, 2)):
            self.add_line()

    def add_line(self) -> None:
        number = self.number * 10 + self.next_line
        self.lines.append(
            {"id": number, "sku": self.random.choice(SKUS), "quantity": self.random.randint(1, 3)}
        )
        self.next_line += 1

    @property
    def total(self) -> int:
        return sum(line["quantity"] for line in self.lines) * 10

    def acts(self) -> Iterator[str]:
        """What may happen next, and how it is told."""
        if self.paid_at is None:
            yield "pay"
        if self.cancelled_at is None:
            yield from ("move", "note", "more", "fewer", "add", "swap")
            if len(self.lines) > 1:
                yield "remove"
        if self.paid_at and len(self.back) < 2:
            yield "refund"

    def go_on(self) -> str:
        """One more change; what it was."""
        self.moment += timedelta(seconds=max(0, self.random.randint(-9, 90)))
        act = self.random.choice(list(self.acts()))
        getattr(self, f"_{act}")()
        return act

    def cancel(self) -> None:
        self.moment += timedelta(seconds=5)
        self.cancelled_at = self.moment

    def _pay(self) -> None:
        self.paid_at = self.moment

    def _move(self) -> None:
        self.street = self.random.choice(STREETS)

    def _note(self) -> None:
        self.note = f"Ring {self.random.randint(1, 9)} times"

    def _more(self) -> None:
        self.random.choice(self.lines)["quantity"] += 1

    def _fewer(self) -> None:
        line = self.random.choice(self.lines)
        line["quantity"] = max(1, line["quantity"] - 1)

    def _add(self) -> None:
        self.add_line()

    def _swap(self) -> None:
        self.random.choice(self.lines)["sku"] = self.random.choice(SKUS)

    def _remove(self) -> None:
        self.lines.pop(self.random.randrange(len(self.lines)))

    def _refund(self) -> None:
        self.back.append(self.random.randint(1, 4))
