"""What a channel's API is asked and told, whichever channel it is. Nothing here is called inside of a transaction.

A client raises `Unreachable` where another try may help, `Permanent` where none can, `Waits` where it was asked more
often than the channel allows and nothing is wrong, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

Keys = Mapping[str, str]


def keep_nothing(before: Keys, after: Keys) -> None:
    """For whoever asks once and never again."""
    del before, after


@dataclass(frozen=True, slots=True)
class Access:
    """Where the API of an account is, and the keys to it, as the owner entered them. `keep` is told of keys that
    the channel gave in place of others.
    """

    base_url: str
    keys: Keys = field(repr=False)
    keep: Callable[[Keys, Keys], None] = field(default=keep_nothing, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class FetchedOrder:
    """An order as the API gave it: the raw JSON text is kept as if it had come by itself."""

    external_id: str
    body: bytes
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentLine:
    """So many units of one line of the channel's order, of the item that it calls `sku`."""

    external_id: str
    quantity: int
    sku: str | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """A parcel that left. `lines` are what of the channel's lines it settles; `completes` where nothing of
    the order is left to send. `sent_at` is on the shop's clock, so its day is the day there. `carrier` is the
    channel's word; `carrier_name` is what a person calls it. `is_first` where no other parcel of the order was
    told before.
    """

    key: str
    order_external_id: str
    order_number: str
    lines: tuple[SentLine, ...]
    completes: bool
    sent_at: datetime
    carrier: str
    carrier_name: str
    tracking_number: str | None
    tracking_url: str | None
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class ListedItem:
    """Something that the channel has on offer. `remote` are its own ids, as it wants them back."""

    key: str
    name: str
    title: str
    quantity: int | None
    remote: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StockLevel:
    """So many are left of what is offered under `key`. `before` is what the channel had when we looked last,
    None where we do not know. `attempt` is the same for each try of one and the same word.
    """

    key: str
    name: str
    quantity: int
    before: int | None
    attempt: str
    remote: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one stock level: taken, or refused with a sentence. With `now`, the channel had another
    quantity than `before`, which must be looked at before it is told again.
    """

    key: str
    refusal: str | None = None
    now: int | None = None


class Client(Protocol):
    """The API of one account."""

    can_tell_stock: bool
    can_confirm: bool
    mails_the_buyer: bool
    """Whether confirming sends a mail each time: then a try whose answer was lost is not repeated unseen."""

    def greet(self) -> str:
        """Ask for something harmless; the answer names the account in words."""
        ...

    def changed_orders(self, since: datetime) -> Iterator[FetchedOrder]:
        """Every order that changed since then, page by page."""
        ...

    def order(self, external_id: str) -> FetchedOrder | None:
        """One order as it is now; None where the channel has none."""
        ...

    def is_confirmed(self, sending: Sending) -> bool:
        """Whether the channel knows of this parcel already, asked before a second try."""
        ...

    def confirm(self, sending: Sending) -> str | None:
        """Tell that the parcel left; the channel's own id of it, if it gives one."""
        ...

    def listings(self) -> Iterator[ListedItem]:
        """Everything on offer, with the quantity that the channel believes in."""
        ...

    def set_stock(self, levels: Sequence[StockLevel]) -> list[Told]:
        """Tell how many are left. At most as many at once as `most_levels`."""
        ...

    most_levels: int


class ShowsKeys(Protocol):
    """The API of a channel that signs what it tells with keys of its own."""

    def public_key(self, key_id: str) -> str:
        """The public key of that name, as the channel shows it. Asked while the channel waits for our answer."""
        ...
