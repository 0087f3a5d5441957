"""What tills sold."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oms.core.db import Base


class TillSale(Base):
    """Units that a till sold, or took back where `quantity` is below zero: no order of ours, only stock.
    `trouble` says why the stock was not changed by it.
    """

    __tablename__ = "till_sale"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    external_id: Mapped[str]
    name: Mapped[str]
    title: Mapped[str]
    quantity: Mapped[int]
    sold_at: Mapped[datetime]
    booked_at: Mapped[datetime | None]
    trouble: Mapped[str | None]
    operation_id: Mapped[str | None] = mapped_column(ForeignKey("operation.id"), index=True)

    __table_args__ = (UniqueConstraint("channel_id", "external_id"),)
