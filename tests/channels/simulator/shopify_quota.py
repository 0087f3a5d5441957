"""How much a program may ask of Shopify: a bucket of points that fills up again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any


@dataclass
class Bucket:
    """So many points may be spent at once; each second gives some back."""

    maximum: float = 2000.0
    restores: float = 100.0
    spent: float = 0.0
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def pay(self, cost: float) -> bool:
        now = datetime.now(UTC)
        self.spent = max(0.0, self.spent - (now - self.at) / timedelta(seconds=1) * self.restores)
        self.at, is_enough = now, cost <= self.left
        self.spent += cost if is_enough else 0.0
        return is_enough

    def give_back(self, cost: float, data: Any) -> None:
        """What was paid for and not found."""
        self.spent = max(0.0, self.spent - max(0.0, cost - objects(data)))

    @property
    def left(self) -> float:
        return self.maximum - self.spent

    def told(self, cost: float) -> dict[str, Any]:
        """As it stands beside each answer."""
        status = {
            "maximumAvailable": self.maximum,
            "currentlyAvailable": self.left,
            "restoreRate": self.restores,
        }
        return {"cost": {"requestedQueryCost": cost, "throttleStatus": status}}


def objects(found: Any) -> int:
    if isinstance(found, list):
        return sum(map(objects, found))
    return 1 + sum(map(objects, found.values())) if isinstance(found, dict) else 0
