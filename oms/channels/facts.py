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


@dataclass(frozen=True)
class EventArrived:
    """A channel told something, by itself or asked; it is kept and has to be read. `told_by` is its id."""

    intake_id: int
    told_by: int


@dataclass(frozen=True)
class OrderNamed:
    """An event only names an order: the channel has to be asked for it."""

    intake_id: int
    channel_id: int
    external_id: str


@dataclass(frozen=True)
class LookDue:
    """It is time to look through the orders of an account: since then, or since the last look."""

    channel_id: int
    since: str | None


@dataclass(frozen=True)
class AccountChanged:
    """What an account is promised, how it is read, or what it is told of our stock."""

    channel_id: int


@dataclass(frozen=True)
class ConnectionChanged:
    channel_id: int
