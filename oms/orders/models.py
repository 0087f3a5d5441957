"""Orders, their lines, holds, payments and notes. An order is facts, not a status."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oms.catalog.models import Sku
from oms.core.db import Base
from oms.inventory.models import Demand

ZERO = text("0")
OPEN = text("closed_at IS NULL")


class Contact(Base):
    """A person and an address as they were at one time. Never changed: a new address is a new row."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    company: Mapped[str | None]
    line1: Mapped[str | None]
    line2: Mapped[str | None]
    line3: Mapped[str | None]
    city: Mapped[str | None]
    region: Mapped[str | None]
    postcode: Mapped[str | None]
    country: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]


class Order(Base):
    """What a customer asked for. `headline` and `badge` are derived and free of the clock; late is
    `promise_by` against now. `version` counts the changes that people made. `came_from` is the key of
    what told us of it (`channel:3`).
    """

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    number: Mapped[str]
    came_from: Mapped[str | None]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    placed_at: Mapped[datetime]
    arrived_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    promise_by: Mapped[datetime]
    ship_rest_at: Mapped[datetime | None]
    picking_since: Mapped[datetime | None]
    picking_by: Mapped[str | None]
    currency: Mapped[str | None]
    total_minor: Mapped[int | None]
    shipping_minor: Mapped[int | None]
    tax_minor: Mapped[int | None]
    discount_minor: Mapped[int | None]
    prices_include_tax: Mapped[bool | None]
    reconciles: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    service: Mapped[str | None]
    note: Mapped[str | None]
    buyer_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    ship_to_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    units: Mapped[int] = mapped_column(default=0, server_default=ZERO)
    headline: Mapped[str] = mapped_column(default="ready")
    badge: Mapped[str] = mapped_column(default="")
    buyer: Mapped[Contact] = relationship(lazy="raise", foreign_keys=[buyer_id])
    ship_to: Mapped[Contact] = relationship(lazy="raise", foreign_keys=[ship_to_id])
    lines: Mapped[list[OrderLine]] = relationship(
        back_populates="order", lazy="raise", order_by="OrderLine.position"
    )
    holds: Mapped[list[Hold]] = relationship(back_populates="order", lazy="raise", order_by="Hold.id")
    payments: Mapped[list[Payment]] = relationship(lazy="raise", order_by="Payment.id")
    notes: Mapped[list[Note]] = relationship(lazy="raise", order_by="Note.id")

    __table_args__ = (
        Index("ix_orders_promise_by_id", "promise_by", "id"),
        Index("ix_orders_headline_promise_by_id", "headline", "promise_by", "id"),
        Index("ix_orders_open", "promise_by", "id", "headline", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_orders_came_from_promise_by_id", "came_from", "promise_by", "id"),
        Index("ix_orders_number", "number", postgresql_ops={"number": "text_pattern_ops"}),
        Index("ix_orders_placed_at_id", "placed_at", "id"),
    )

    @property
    def key(self) -> str:
        """What facts, demands and holds call this order."""
        return f"order:{self.id}"

    @property
    def can_cancel(self) -> bool:
        return self.cancelled_at is None and self.headline not in {"packed", "shipped", "closed"}

    @property
    def outstanding_minor(self) -> int | None:
        """What the customer still has to pay, None where nobody knows. Its payments have to be loaded."""
        if self.paid_at is not None:
            return 0
        return self.rest_after(
            [payment.amount_minor for payment in self.payments if payment.kind == "charge"]
        )

    def rest_after(self, charges: Sequence[int | None]) -> int | None:
        """What is still to pay once these charges came; None where the total or one of them is unknown."""
        if self.total_minor is None or None in charges:
            return None
        return max(0, self.total_minor - sum(charge or 0 for charge in charges))

    @property
    def can_change_address(self) -> bool:
        return self.cancelled_at is None and self.headline not in {"shipped", "closed"}


class OrderLine(Base):
    """One line as it was sold. Counters, each with its rule in the database; what is left to ship is derived."""

    __tablename__ = "order_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    position: Mapped[int]
    external_id: Mapped[str]
    sku_text: Mapped[str | None]
    title: Mapped[str]
    ordered: Mapped[int]
    cancelled: Mapped[int] = mapped_column(default=0, server_default=ZERO)
    shipped: Mapped[int] = mapped_column(default=0, server_default=ZERO)
    shipped_elsewhere: Mapped[int] = mapped_column(default=0, server_default=ZERO)
    requires_shipping: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    unit_price_minor: Mapped[int | None]
    line_total_minor: Mapped[int | None]
    tax_minor: Mapped[int | None]
    discount_minor: Mapped[int | None]
    order: Mapped[Order] = relationship(back_populates="lines", lazy="raise")
    parts: Mapped[list[LinePart]] = relationship(back_populates="line", lazy="raise", order_by="LinePart.id")

    __table_args__ = (
        CheckConstraint("ordered > 0 AND cancelled >= 0 AND shipped >= 0", name="counts"),
        CheckConstraint("shipped_elsewhere >= 0", name="elsewhere"),
        CheckConstraint("cancelled + shipped + shipped_elsewhere <= ordered", name="not_over_ordered"),
        Index("uq_order_line_position", "order_id", "position", unique=True),
    )

    @property
    def to_ship(self) -> int:
        """What still has to leave, by us."""
        return self.ordered - self.cancelled - self.shipped - self.shipped_elsewhere


class LinePart(Base):
    """What one unit of a line is made of: `per` of a SKU. A kit has several parts, most lines one.
    `packed` are in parcels, `sealed` in closed ones, `shipped` have left.
    """

    __tablename__ = "line_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"), unique=True)
    per: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    packed: Mapped[int] = mapped_column(default=0, server_default=ZERO)
    sealed: Mapped[int] = mapped_column(default=0, server_default=ZERO)
    shipped: Mapped[int] = mapped_column(default=0, server_default=ZERO)
    line: Mapped[OrderLine] = relationship(back_populates="parts", lazy="raise")
    sku: Mapped[Sku] = relationship(lazy="raise")
    demand: Mapped[Demand] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("per > 0", name="per"),
        CheckConstraint("shipped >= 0 AND shipped <= sealed AND sealed <= packed", name="shipped_was_packed"),
    )


class Hold(Base):
    """Why an order, or one line of it, may not go to the floor. Placed and released, never a status."""

    __tablename__ = "hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"))
    reason: Mapped[str]
    detail: Mapped[str] = mapped_column(default="", server_default="")
    placed_at: Mapped[datetime]
    placed_by: Mapped[str]
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None]
    release_reason: Mapped[str | None]
    order: Mapped[Order] = relationship(back_populates="holds", lazy="raise")

    @property
    def is_open(self) -> bool:
        return self.released_at is None


class Payment(Base):
    """A charge or a refund: money only, never stock. The amount may be unknown."""

    __tablename__ = "payment"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    kind: Mapped[str]
    amount_minor: Mapped[int | None]
    currency: Mapped[str | None]
    at: Mapped[datetime]
    reference: Mapped[str | None]
    method: Mapped[str | None]
    by: Mapped[str]

    __table_args__ = (
        CheckConstraint("kind IN ('charge', 'refund')", name="kind"),
        CheckConstraint("amount_minor IS NULL OR amount_minor > 0", name="amount"),
    )


class Note(Base):
    """What the shop wants to remember about an order; the customer never sees it."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    text: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
