"""Sites and places."""

from __future__ import annotations

import re

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oms.core.db import Base

INSIDE = ("bin", "tote", "parcel", "dock", "quarantine")
OUTSIDE = ("supplier", "customer", "lost", "scrapped", "correction", "used")


class Site(Base):
    """A building with stock."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Place(Base):
    """Anything a unit can be at. What lies in a `sellable` place may be promised to customers; outside
    places may hold less than zero. `x` and `y` are centimetres on the plan of the site.
    """

    __tablename__ = "place"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    kind: Mapped[str]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    code: Mapped[str]
    barcode: Mapped[str | None] = mapped_column(unique=True)
    sort_key: Mapped[str] = mapped_column(index=True)
    x: Mapped[int | None]
    y: Mapped[int | None]
    sellable: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    outside: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    site: Mapped[Site | None] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("site_id", "kind", "code"),
        CheckConstraint("NOT (outside AND sellable)", name="sellable_inside"),
        CheckConstraint("outside = (site_id IS NULL)", name="inside_has_site"),
    )


def natural_key(code: str) -> str:
    """A key under which A2 sorts before A10, and upper and lower case together."""
    parts = re.split(r"(\d+)", code.casefold())
    return "".join(part.zfill(8) if part.isdigit() else part for part in parts)
