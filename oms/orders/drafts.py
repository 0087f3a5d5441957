"""An order as somebody told it to us, before it is ours: the neutral model of every channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from oms.core.errors import Refused

MOST_LINES = 1_000


class Day(datetime):
    """A moment of which only the day is told. It stands at noon UTC, which is that day nearly everywhere,
    until somebody says what hour is meant; as text it is the day alone.
    """

    @classmethod
    def of(cls, day: date) -> Day:
        return cls(day.year, day.month, day.day, 12, tzinfo=UTC)

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        del sep, timespec
        return self.date().isoformat()


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A person and where they live. An empty field is None; `country` is ISO 3166 alpha-2."""

    name: str | None = None
    company: str | None = None
    line1: str | None = None
    line2: str | None = None
    line3: str | None = None
    city: str | None = None
    region: str | None = None
    postcode: str | None = None
    country: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line. `sku` is the channel's own text, None where it gave none.

    Money is in minor units of the order's currency, and None is unknown. `line_total_minor` is what
    the channel told for the whole quantity, since a unit price may not divide evenly. `known_as` are
    other ids by which the channel may tell the same line.
    """

    external_id: str
    sku: str | None
    title: str
    quantity: int
    cancelled: int = 0
    shipped_by_channel: int = 0
    unit_price_minor: int | None = None
    line_total_minor: int | None = None
    tax_minor: int | None = None
    discount_minor: int | None = None
    requires_shipping: bool = True
    known_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentDraft:
    """A charge or a refund. `amount_minor` is None where only the fact is known."""

    kind: str
    amount_minor: int | None
    at: datetime | None
    reference: str | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What a channel says of one order. None is "it did not say", and never overwrites what we know.

    `paid` may be known without a time (`paid_at` None) and without an amount; None is unknown.
    `promise_by` is the channel's own ship-by, if it gave one. `reconciles` is False where the
    channel's totals contradict each other: a flag to show, not an error to mend. `removed` are the ids
    of lines that were taken out of the order. `ships_unpaid` is True where it is to be sent before it is
    paid, such as cash on delivery. `kept_back` is why the channel itself does not want it sent yet, and
    empty where it does. With `stands` it is not cancelled, or not any more, whatever was said before. `known_as` are the ids by which the channel may tell it, where it has several.
    """

    external_id: str
    number: str
    placed_at: datetime
    lines: tuple[LineDraft, ...]
    buyer: ContactDraft = field(default_factory=ContactDraft)
    ship_to: ContactDraft = field(default_factory=ContactDraft)
    paid: bool | None = None
    paid_at: datetime | None = None
    cancelled_at: datetime | None = None
    promise_by: datetime | None = None
    currency: str | None = None
    total_minor: int | None = None
    shipping_minor: int | None = None
    tax_minor: int | None = None
    discount_minor: int | None = None
    prices_include_tax: bool | None = None
    reconciles: bool = True
    service: str | None = None
    note: str | None = None
    payments: tuple[PaymentDraft, ...] = ()
    removed: tuple[str, ...] = ()
    ships_unpaid: bool | None = None
    kept_back: str | None = None
    stands: bool = False
    known_as: tuple[str, ...] = ()


def refuse_endless(draft: OrderDraft) -> None:
    """Each line locks what it wants, and whoever wants the same waits until all of the order is in."""
    if len(draft.lines) > MOST_LINES:
        raise Refused(
            f"An order of {len(draft.lines):,} lines cannot be taken in; {MOST_LINES:,} is the most. "
            "Enter it by hand, in parts."
        )
