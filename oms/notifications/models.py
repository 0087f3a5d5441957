"""Notices: one for each cause, with one Message-ID."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oms.core.db import Base


class Notice(Base):
    """A message to a customer. `cause` is the delivery that asked for it, so a retry finds the same notice."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    kind: Mapped[str]
    cause: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("cause"), Index("ix_notice_written_at_id", "written_at", "id"))
