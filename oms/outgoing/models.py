"""What channels are to be told, what they were told, and the files by which they were."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from oms.channels.models import Channel
from oms.core.db import Base
from oms.orders.models import Order
from oms.packing.models import Parcel


class Confirmation(Base):
    """One parcel that its channel has to hear of. `lines` is which units of which of its lines that settles, as
    `{"line_id": 7, "quantity": 2}`: what earlier parcels settled is not told again.

    `calling_since` is set while a call is under way whose answer nobody has, and `may_be_told` once an answer was
    lost. `refusal` is the channel's no, or why a person has to look. It is withdrawn where the hand-over was undone,
    or, with a refusal, where the channel has no way to hear of it.
    """

    __tablename__ = "confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), unique=True)
    lines: Mapped[list[Any]]
    completes: Mapped[bool]
    sent_at: Mapped[datetime]
    calling_since: Mapped[datetime | None]
    may_be_told: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    told_at: Mapped[datetime | None]
    told_by: Mapped[str | None]
    remote_id: Mapped[str | None]
    refusal: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_file.id"), index=True)
    channel: Mapped[Channel] = relationship(lazy="raise")
    order: Mapped[Order] = relationship(lazy="raise")
    parcel: Mapped[Parcel] = relationship(lazy="raise")

    __table_args__ = (
        Index(
            "ix_confirmation_open",
            "channel_id",
            "id",
            sqlite_where=text("told_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("told_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    @property
    def is_open(self) -> bool:
        return self.told_at is None and self.withdrawn_at is None

    @property
    def is_parked(self) -> bool:
        """A person has to look."""
        return self.is_open and self.refusal is not None

    @property
    def is_in_doubt(self) -> bool:
        """It may be told already, and the channel does not say: only a person can look there."""
        return self.is_parked and self.calling_since is not None


def is_open() -> ColumnElement[bool]:
    """The same as a condition."""
    return and_(Confirmation.told_at.is_(None), Confirmation.withdrawn_at.is_(None))


class OutgoingFile(Base):
    """A file that was made for a channel (`shipments` or `stock`): numbered, kept, and the same at each download.
    One that was taken back is given to nobody any more.
    """

    __tablename__ = "outgoing_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    kind: Mapped[str]
    number: Mapped[int]
    filename: Mapped[str]
    rows: Mapped[int]
    left_out: Mapped[dict[str, Any] | None]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    channel: Mapped[Channel] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("channel_id", "kind", "number"),)


class UploadTemplate(Base):
    """What we remember of a channel's own file, which ours has to look like."""

    __tablename__ = "upload_template"

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    filename: Mapped[str]
    template: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]
    kept_by: Mapped[str]


class CarrierWord(Base):
    """What an account calls a carrier, where the shop knows better than we do; the empty carrier is any other."""

    __tablename__ = "carrier_word"

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"), primary_key=True)
    carrier: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str]


class Offer(Base):
    """Something that a channel has on offer, under its own ids (`remote`) and by the name that it gives it.
    `told` is what we told it last, `said` what it said itself; `refusal` is its no to the last word. One that is
    not ours is never told.
    """

    __tablename__ = "offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    key: Mapped[str]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="", server_default="")
    remote: Mapped[dict[str, Any]]
    is_ours: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    told: Mapped[int | None]
    told_at: Mapped[datetime | None]
    said: Mapped[int | None]
    said_at: Mapped[datetime | None]
    refusal: Mapped[str | None]
    gone_at: Mapped[datetime | None]
    channel: Mapped[Channel] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("channel_id", "key"),
        Index("ix_offer_channel_id_name", "channel_id", "name"),
        Index(
            "ix_offer_refused",
            "channel_id",
            sqlite_where=text("refusal IS NOT NULL"),
            postgresql_where=text("refusal IS NOT NULL"),
        ),
    )

    @property
    def said_last(self) -> bool:
        """Whether the last word on what the channel has is its own."""
        if self.said is None or self.said_at is None:
            return False
        return self.told_at is None or self.said_at > self.told_at

    @property
    def believed(self) -> int | None:
        """What the channel has by the last word, its own or ours, also where it refused ours."""
        return self.said if self.said_last else self.told

    @property
    def held(self) -> int | None:
        """What the channel has as far as we know; None where we do not."""
        return None if self.refusal is not None and not self.said_last else self.believed
