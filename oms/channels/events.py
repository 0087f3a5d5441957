"""What comes in by itself: how a channel signs it, what it is about, and what it says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from oms.orders.drafts import OrderDraft


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request as it came: the raw body, and headers whose names are in lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    args: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Label:
    """What an event calls itself. `resource` is the id of the order that it is about, as far as it says so."""

    topic: str
    delivery: str = ""
    resource: str = ""


class Forged(Exception):
    """The signature is missing or wrong (401). The text is for the log and says nothing of the secret."""


class KeyWanted(Forged):
    """It is signed with a public key that we have not seen yet. `key_id` is what the channel calls it, and `name`
    where it is looked for among the keys.
    """

    def __init__(self, key_id: str) -> None:
        super().__init__("it is signed with a key that we do not know")
        self.key_id, self.name = key_id, f"public key {key_id}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered at once, with nothing kept: a greeting or a challenge of the channel."""

    status: int
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Told:
    """One order as an event tells it. `version` is when the channel changed it last. With `only_known`, it is
    ignored where we never heard of the order, for the reason given there: nothing of it is wanted (yet).
    """

    draft: OrderDraft
    version: datetime | None
    doubts: tuple[str, ...] = ()
    only_known: str = ""


@dataclass(frozen=True, slots=True)
class RefundTold:
    """Money went back, told apart from the order. `cancelled` are units, by line, that are not wanted any more."""

    order_external_id: str
    refund_id: str
    at: datetime | None
    amount_minor: int | None
    currency: str | None
    cancelled: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an event comes to. `fetch` are orders that it only names: the channel is asked for them.
    `gone` are orders that the channel deleted (`take_away`).
    Where nothing is to be done, `ignored` says why.
    """

    orders: tuple[Told, ...] = ()
    refunds: tuple[RefundTold, ...] = ()
    fetch: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    ignored: str = ""


class Unreadable(Exception):
    """The event cannot be understood; the sentence says what is wrong with it. It is kept."""


class Webhook(Protocol):
    """How one kind of channel tells by itself what happened."""

    def greeting(self, incoming: Incoming, keys: Mapping[str, str]) -> Answer | None:
        """The answer to what is no event: a challenge, or the unsigned ping of a new subscription."""
        ...

    def verify(self, incoming: Incoming, keys: Mapping[str, str]) -> None:
        """Check the signature of the raw body, in constant time. Raises Forged."""
        ...

    def label(self, incoming: Incoming) -> Label:
        """What it is, for telling it apart from others."""
        ...

    def read(self, topic: str, body: bytes) -> Reading:
        """What it says. Raises Unreadable. Also reads orders that the API gave, with the topic `order`."""
        ...
