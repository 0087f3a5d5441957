"""What happens to sites and places."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SiteAdded:
    site_id: int


@dataclass(frozen=True)
class SiteRenamed:
    site_id: int


@dataclass(frozen=True)
class BinsAdded:
    site_id: int
    quantity: int


@dataclass(frozen=True)
class BinChanged:
    place_id: int


@dataclass(frozen=True)
class BinRemoved:
    site_id: int
    place_id: int
