"""What happens to the word of the shop on its way to a channel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ConfirmationOpened:
    """A parcel left, and its channel does not know."""

    confirmation_id: int
    channel_id: int


@dataclass(frozen=True)
class ChannelTold:
    """That a parcel left. `how` is `api`, `file` or `hand`."""

    order_id: int
    parcel_id: int
    channel_id: int
    how: str


@dataclass(frozen=True)
class ChannelRefused:
    """It did not take the word that a parcel left, or may not have: a person has to look."""

    order_id: int
    parcel_id: int
    channel_id: int


@dataclass(frozen=True)
class LevelsChanged:
    """What may be sold of something is no longer what the channel was told."""

    channel_id: int


@dataclass(frozen=True)
class OffersWanted:
    """Somebody wants to know what the channel has on offer, and how many of it."""

    channel_id: int


@dataclass(frozen=True)
class FileTakenBack:
    """The file in which a parcel was told never reached the channel."""

    order_id: int
    parcel_id: int
    file_id: int
