"""Channels, what they call our goods, the orders they gave us, and the files that they came in."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Time, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from oms.channels.connections import Connection, Intake, Pulse, SigningKey
from oms.channels.kinds import find_kind
from oms.core.db import Base
from oms.orders.models import Order

__all__ = ["Connection", "Intake", "Pulse", "SigningKey"]  # tables like those below, in a file of their own


class Channel(Base):
    """An account where orders come from. `cut_off` and `handling_days` replace the shop's own; with
    `release_unpaid` its orders go to the floor before they are paid. It is told `stock_buffer` fewer than
    there are, and never more than `stock_cap`. Without `hears_of_parcels` somebody
    else tells it what was sent.
    """

    __tablename__ = "channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    kind: Mapped[str]
    account: Mapped[str]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    release_unpaid: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    legacy_encoding: Mapped[str] = mapped_column(default="cp1252", server_default="cp1252")
    cut_off: Mapped[time | None] = mapped_column(Time)
    handling_days: Mapped[int | None]
    stock_buffer: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    stock_cap: Mapped[int | None]
    hears_of_parcels: Mapped[bool] = mapped_column(default=True, server_default=text("true"))

    __table_args__ = (
        UniqueConstraint("kind", "account"),
        CheckConstraint("stock_buffer >= 0 AND (stock_cap IS NULL OR stock_cap >= 0)", name="stock_limits"),
    )

    @property
    def key(self) -> str:
        """What its orders say that they came from."""
        return f"channel:{self.id}"

    @property
    def is_own(self) -> bool:
        """The shop's phone or counter, which has no account and no files."""
        return not self.account

    @property
    def releases_unpaid(self) -> bool:
        return self.release_unpaid and not find_kind(self.kind).waits_for_money

    @property
    def label(self) -> str:
        told = find_kind(self.kind).label
        return f"{told} · {self.account}" if self.account else told


class ChannelOrder(Base):
    """An order as a channel knows it. `told` is all that it ever said, the latest word of each; `heard` is the
    same with when each was said, None where there was but one word.
    """

    __tablename__ = "channel_order"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    external_id: Mapped[str]
    told: Mapped[dict[str, Any]]
    heard: Mapped[dict[str, Any] | None]
    seen_at: Mapped[datetime]
    channel: Mapped[Channel] = relationship(lazy="raise")
    order: Mapped[Order] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("channel_id", "external_id"),)


class OtherId(Base):
    """Another id under which a channel told an order, once or always."""

    __tablename__ = "other_id"

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"), primary_key=True)
    external_id: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)


class Listing(Base):
    """A channel's own name for something we sell: an explicit alias, never a guess."""

    __tablename__ = "listing"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    name: Mapped[str]
    parts: Mapped[list[ListingPart]] = relationship(
        lazy="selectin", order_by="ListingPart.id", cascade="all, delete-orphan"
    )

    __table_args__ = (UniqueConstraint("channel_id", "name"),)


class ListingPart(Base):
    """One unit of a listing takes so many of a SKU."""

    __tablename__ = "listing_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    quantity: Mapped[int] = mapped_column(default=1, server_default=text("1"))

    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        Index("uq_listing_part_sku", "listing_id", "sku_id", unique=True),
    )


class ImportFile(Base):
    """A file as it arrived, kept whatever becomes of it; `refusal` says why nothing of it was read."""

    __tablename__ = "import_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    digest: Mapped[str]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"))
    arrived_at: Mapped[datetime]
    arrived_by: Mapped[str]
    label: Mapped[str | None]
    encoding: Mapped[str | None]
    rows: Mapped[int | None]
    staged_at: Mapped[datetime | None]
    refusal: Mapped[str | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    content: Mapped[bytes] = deferred(
        mapped_column(LargeBinary)
    )  # last: SQLite walks over it to what follows
    channel: Mapped[Channel | None] = relationship(lazy="raise")

    @property
    def phase(self) -> str:
        """What is going on with it, as a word for the page."""
        if self.refusal:
            return "refused"
        if self.staged_at is None:
            return "reading"
        if self.started_at is None:
            return "preview"
        return "done" if self.finished_at else "running"


class StagedRow(Base):
    """One order of a file, or a row that is none, with what will be done about it. The verdict is
    `new`, `changed`, `unchanged`, `ignored` or `refused`.
    """

    __tablename__ = "staged_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("import_file.id"))
    position: Mapped[int]
    row: Mapped[int]
    rows: Mapped[int]
    verdict: Mapped[str]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    number: Mapped[str | None]
    external_id: Mapped[str | None]
    draft: Mapped[dict[str, Any] | None]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    error: Mapped[str | None]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))

    __table_args__ = (
        UniqueConstraint("import_id", "position"),
        Index(
            "ix_staged_row_waiting",
            "import_id",
            "position",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )
