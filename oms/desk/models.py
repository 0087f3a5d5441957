"""Views of the queue that somebody keeps."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oms.core.db import Base


class SavedView(Base):
    """A filter with a name, as the words of its address."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(500))

    __table_args__ = (UniqueConstraint("owner", "name"),)
