"""What happens with channels and their files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileArrived:
    import_id: int


@dataclass(frozen=True)
class ImportStarted:
    import_id: int


@dataclass(frozen=True)
class ImportFinished:
    import_id: int


@dataclass(frozen=True)
class ListingMapped:
    listing_id: int
    lines: int


@dataclass(frozen=True)
class ListingChanged:
    listing_id: int
    lines: int


@dataclass(frozen=True)
class ChannelChanged:
    """A channel told something new about an order that we had."""

    order_id: int
    what: str
