"""How accounts are reached by themselves, how that goes, and what they told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from oms.core.db import Base

if TYPE_CHECKING:
    from oms.channels.models import Channel


class Connection(Base):
    """How an account is reached by itself: the address and keys that the owner entered, the keys sealed.
    While `is_on` is false nobody is asked or told.
    """

    __tablename__ = "connection"

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    base_url: Mapped[str]
    sealed_keys: Mapped[str]
    is_on: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    tells_stock: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    tells_sent: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    since: Mapped[datetime]
    channel: Mapped[Channel] = relationship(lazy="raise")


class Pulse(Base):
    """How it goes with the calls to an account. After some failures in a row nobody calls before `rests_until`.
    `orders_until` is how far we have looked through its orders, by the channel's own clock.
    """

    __tablename__ = "pulse"

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    rests_until: Mapped[datetime | None]
    trouble: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    orders_until: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    look_due_at: Mapped[datetime | None]
    offers_read_at: Mapped[datetime | None]
    stock_told_at: Mapped[datetime | None]


class SigningKey(Base):
    """A public key by which a channel signs what it tells by itself, as it showed it to us."""

    __tablename__ = "signing_key"

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"), primary_key=True)
    key_id: Mapped[str] = mapped_column(primary_key=True)
    told: Mapped[str]
    shown_at: Mapped[datetime]


TO_LOOK_AT = text(
    "aside_at IS NULL AND (outcome IS NULL OR outcome NOT IN ('new', 'changed', 'unchanged', 'ignored'))"
)


class Intake(Base):
    """Something that a channel told by itself or when asked, as it came. `source` is `webhook`, `look` or
    `fetch`; `outcome` is `new`, `changed`, `unchanged`, `ignored`, `waiting`, `refused`, or None before it was
    read, and `sentence` says more. `again` counts how often the very same came. It is read once more when the
    order arrives that it `waits_for`. What a person put aside needs nobody any more.
    """

    __tablename__ = "intake"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    source: Mapped[str]
    topic: Mapped[str]
    delivery: Mapped[str] = mapped_column(default="", server_default="")
    resource: Mapped[str] = mapped_column(default="", server_default="")
    digest: Mapped[str]
    arrived_at: Mapped[datetime]
    version: Mapped[datetime | None]
    again: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    sentence: Mapped[str | None]
    waits_for: Mapped[str | None]
    aside_at: Mapped[datetime | None]
    aside_by: Mapped[str | None]
    aside_because: Mapped[str | None]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[bytes] = deferred(
        mapped_column(LargeBinary, nullable=False)
    )  # last: SQLite walks over it to what follows
    channel: Mapped[Channel] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("channel_id", "topic", "delivery", "resource", "digest"),
        Index("ix_intake_channel_id_id", "channel_id", "id"),
        Index(
            "ix_intake_waits_for",
            "channel_id",
            "waits_for",
            sqlite_where=text("waits_for IS NOT NULL"),
            postgresql_where=text("waits_for IS NOT NULL"),
        ),
        Index(
            "ix_intake_to_look_at",
            "channel_id",
            "outcome",
            "arrived_at",
            sqlite_where=TO_LOOK_AT,
            postgresql_where=TO_LOOK_AT,
        ),
    )
