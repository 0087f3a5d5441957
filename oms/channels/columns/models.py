"""What people said about columns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from oms.core.db import Base


class ColumnMapping(Base):
    """What a person said about the columns of files with this header: remembered for the next one."""

    __tablename__ = "column_mapping"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    digest: Mapped[str]
    header: Mapped[list[Any]]
    columns: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by: Mapped[str]

    __table_args__ = (UniqueConstraint("channel_id", "digest"),)
