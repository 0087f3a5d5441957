"""What we answer a web store, field by field. The description of the API is made of these very lines. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from oms.channels.webstore.words import Words
from oms.orders.headline import HOLDS, Code

SHORT = "short"
OUTCOMES = "new: taken in; changed: something of it was new; unchanged: all of it was known"
WAITS = {SHORT: "missing from stock"} | HOLDS


WHERE = WithJsonSchema({"type": "string", "enum": [str(code) for code in Code]})


class Headline(Words):
    """Where an order stands, which may still change. Tell your customer by the parcels that left."""

    code: Annotated[Code, WHERE]
    text: str = Field(description="The same for people, such as “Ready to pick”")


class Waiting(Words):
    """Why an order, or one line of it, does not go on by itself."""

    reason: str = Field(description="One of: " + ", ".join(WAITS))
    text: str = Field(description="The same for people")
    line: str | None = Field(description="Your id of the line; null where it is about the whole order")


class Taken(Words):
    """What became of what you said. An order is never refused because something is short or unknown: it is
    taken in and held, and `waits_for` says why.
    """

    id: str
    number: str
    outcome: Literal["new", "changed", "unchanged"] = Field(description=OUTCOMES)
    headline: Headline
    promise_by: datetime = Field(description="When it is to leave")
    waits_for: list[Waiting]


class ShownLine(Words):
    """A line, with what became of it."""

    id: str
    sku: str | None
    title: str
    quantity: int
    cancelled: int
    shipped: int = Field(description="Sent by us")
    to_ship: int = Field(description="Still to leave")
    missing: int = Field(description="Units of stock that are not there yet")


class Content(Words):
    """Units in a parcel."""

    line: str
    sku: str = Field(description="Our SKU; a line that is a kit has several")
    quantity: int


class SentParcel(Words):
    """A parcel that left. It is shown once the shop's time to take a hand-over back is over."""

    id: str
    sent_at: datetime
    carrier: str | None = None
    tracking_number: str | None = None
    tracking_url: str | None = None
    delivered_at: datetime | None = None
    contents: list[Content]


class ShownOrder(Words):
    """An order as it stands now."""

    id: str
    number: str
    placed_at: datetime
    promise_by: datetime
    headline: Headline
    paid: bool
    cancelled: bool
    waits_for: list[Waiting]
    lines: list[ShownLine]
    parcels: list[SentParcel]


class OrderPage(Words):
    """Some orders, by their ids."""

    orders: list[ShownOrder]
    next: str | None = Field(description="Ask on with after=…; null at the end")
    as_of: datetime = Field(description="Ask with sent_since=… of this the next time, and nothing is missed")


class Level(Words):
    """How many of something you may sell."""

    sku: str
    available: int | None = Field(
        description="What is not promised to others, less what the shop keeps back; null where nobody counted it"
    )


class StockPage(Words):
    """Some of what there is, by name."""

    stock: list[Level]
    next: str | None = Field(description="Ask on with after=…; null at the end")


class Detail(Words):
    """One thing that is wrong."""

    where: str = Field(description="The field, such as lines.0.quantity")
    what: str


class Problem(Words):
    """What every answer says that is no success."""

    error: str = Field(description="A sentence")
    details: list[Detail]
