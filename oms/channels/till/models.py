"""What tills sold."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from oms.core.db import Base


class TillSale(Base):
    """One line of a sale at a till. `booked` of its units were taken off the shelf; `trouble` says why not all."""

    __tablename__ = "till_sale"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    sale: Mapped[str]
    line: Mapped[str]
    name: Mapped[str]
    title: Mapped[str]
    quantity: Mapped[int]
    sold_at: Mapped[datetime]
    booked: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    trouble: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("channel_id", "sale", "line"),
        CheckConstraint("quantity > 0 AND booked >= 0", name="counts"),
        Index(
            "ix_till_sale_open",
            "channel_id",
            "name",
            sqlite_where=text("trouble IS NOT NULL"),
            postgresql_where=text("trouble IS NOT NULL"),
        ),
    )
