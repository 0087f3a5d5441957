"""What a web store says, field by field. The description of the API is made of these very lines. Pure."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from oms.channels.webstore.words import (
    Country,
    Currency,
    Email,
    Id,
    Minor,
    Moment,
    Name,
    Phone,
    Postcode,
    Prose,
    Reference,
    Sku,
    SomeMinor,
    Street,
    Title,
    Units,
    Words,
)

MOST_LINES = 500


class Contact(Words):
    """A person and where they live. What is doubtful about an address holds the order; it is never refused."""

    name: Name | None = Field(None, description="Who it is for")
    company: Name | None = None
    line1: Street | None = Field(None, description="Street and number")
    line2: Street | None = None
    line3: Street | None = None
    city: Name | None = None
    region: Name | None = Field(None, description="State or province, where addresses have one")
    postcode: Postcode | None = None
    country: Country | None = Field(None, description="ISO 3166 alpha-2, such as DE")
    phone: Phone | None = None
    email: Email | None = None


class Line(Words):
    """One line of an order."""

    id: Id = Field(description="Your own id of this line. It stays the same when the order changes")
    sku: Sku = Field(description="Our SKU, or your own name for it, which the shop maps once")
    quantity: Units = Field(description="How many are wanted now")
    title: Title | None = Field(None, description="What the customer read")
    unit_price_minor: Minor | None = None
    total_minor: Minor | None = Field(None, description="For all units, before any discount")
    tax_minor: Minor | None = None
    discount_minor: Minor | None = Field(None, description="What is taken off the total of this line")
    requires_shipping: bool = Field(True, description="False for what nobody packs, such as a voucher")


class Payment(Words):
    """The customer paid, and nothing is left to pay."""

    amount_minor: SomeMinor | None = Field(None, description="Left out where only the fact is known")
    at: Moment | None = Field(None, description="Left out: now")
    method: Name | None = None
    reference: Reference | None = Field(None, description="The id that the payment has with whoever took it")


class Order(Words):
    """An order as your customer placed it. Money is whole numbers in the smallest unit of its currency."""

    id: Id = Field(description="Your own id of the order. The same id is always the same order")
    number: Name | None = Field(None, description="What people call it; left out: the id")
    placed_at: Moment = Field(description="When the customer ordered")
    changed_at: Moment | None = Field(
        None, description="When you changed it last. What is older than what we heard since only fills gaps"
    )
    lines: list[Line] = Field(min_length=1, max_length=MOST_LINES)
    ship_to: Contact | None = None
    buyer: Contact | None = Field(None, description="Who pays, and who gets the mails; left out: ship_to")
    payment: Payment | None = Field(None, description="Left out: not paid yet, and held until it is")
    currency: Currency | None = Field(None, description="ISO 4217; needed where any amount is told")
    total_minor: Minor | None = Field(None, description="What the customer pays for everything")
    shipping_minor: Minor | None = None
    tax_minor: Minor | None = None
    discount_minor: Minor | None = Field(None, description="All discounts, those of lines among them")
    prices_include_tax: bool | None = None
    promise_by: Moment | None = Field(None, description="When it has to leave; left out: the shop decides")
    service: Name | None = Field(None, description="The way of shipping that the customer chose")
    note: Prose | None = Field(None, description="What the customer wrote")

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        refuse_twice(self.lines)
        if self.currency is None and (_amounts(self) or (self.payment and self.payment.amount_minor)):
            raise ValueError("Amounts need a currency")
        return self


class OrderChange(Words):
    """What is new. What you leave out stays as it was; lines that you do not name stay too."""

    changed_at: Moment | None = Field(
        None, description="When you changed it. What is older than what we heard since only fills gaps"
    )
    lines: list[Line] = Field(
        default=[],
        max_length=MOST_LINES,
        description="Lines that are new or that changed, with all that is told of them",
    )
    removed: list[Id] = Field(
        default=[], max_length=MOST_LINES, description="The ids of lines that are not wanted any more"
    )
    ship_to: Contact | None = Field(None, description="The whole address anew")
    buyer: Contact | None = None
    total_minor: Minor | None = None
    shipping_minor: Minor | None = None
    tax_minor: Minor | None = None
    discount_minor: Minor | None = None
    promise_by: Moment | None = None
    service: Name | None = None
    note: Prose | None = None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        refuse_twice(self.lines)
        if set(self.removed) & {one.id for one in self.lines}:
            raise ValueError("The same line is changed and removed")
        return self


class Cancellation(Words):
    """Nothing more of the order is wanted. What lies in a parcel already stays there, and the shop is told."""

    at: Moment | None = Field(None, description="Left out: now")


class Refund(Words):
    """Money that went back to the customer. It moves no stock."""

    reference: Reference = Field(description="Your id of this refund. The same one is counted once")
    amount_minor: SomeMinor
    at: Moment | None = Field(None, description="Left out: now")


def refuse_twice(lines: list[Line]) -> None:
    ids = [one.id for one in lines]
    if len(set(ids)) < len(ids):
        raise ValueError("Two lines have the same id")


def _amounts(order: Order) -> bool:
    told = [order.total_minor, order.shipping_minor, order.tax_minor, order.discount_minor]
    for one in order.lines:
        told += [one.unit_price_minor, one.total_minor, one.tax_minor, one.discount_minor]
    return any(amount is not None for amount in told)


class OneOrder(Words):
    """Which order is meant."""

    order_id: Id = Field(description="Your own id of the order")


class OneName(Words):
    """Which item is meant."""

    name: Sku = Field(description="Our SKU, or your own name for it")


class OrdersAsked(Words):
    """Which orders are asked for."""

    after: Id | None = Field(None, description="Orders whose ids come after this one")
    limit: int = Field(50, ge=1, le=100, description="How many at most")
    sent_since: Moment | None = Field(
        None, description="Only orders of which a parcel left since then: the as_of of your last look"
    )


class StockAsked(Words):
    """Which of the stock is asked for."""

    after: Sku | None = Field(None, description="What comes after this name")
    limit: int = Field(100, ge=1, le=500, description="How many at most")
