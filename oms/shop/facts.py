"""What happens to the shop itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ShopChanged:
    """Which settings are different now."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class HolidaysAdded:
    days: tuple[str, ...]


@dataclass(frozen=True)
class HolidayRemoved:
    day: str
