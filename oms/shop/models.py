"""The one shop of this installation, and the days on which it is closed."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from sqlalchemy import CheckConstraint, Date, Time, text
from sqlalchemy.orm import Mapped, mapped_column

from oms.core.db import Base, db


class Shop(Base):
    """A single row. `working_days` are ISO weekdays, Monday 1."""

    __tablename__ = "shop"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    name: Mapped[str]
    line1: Mapped[str] = mapped_column(default="")
    line2: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="IE")
    email: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(default="Europe/Dublin")
    currency: Mapped[str] = mapped_column(default="EUR")
    locale: Mapped[str] = mapped_column(default="en_IE")
    cut_off: Mapped[time] = mapped_column(Time, default=time(14, 0))
    handling_days: Mapped[int] = mapped_column(default=0)
    working_days: Mapped[list[Any]] = mapped_column(default=lambda: [1, 2, 3, 4, 5])
    paper: Mapped[str] = mapped_column(default="A4")
    printer_dpi: Mapped[int] = mapped_column(default=203)
    scan_each: Mapped[bool] = mapped_column(default=True)
    thanks: Mapped[str] = mapped_column(default="Thank you for your order.")
    returns: Mapped[str] = mapped_column(default="")

    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    @property
    def to_fill_in(self) -> tuple[str, ...]:
        """What papers and mails would lack, as words."""
        wanted = {"line1": "the street", "city": "the town", "email": "an e-mail address"}
        return tuple(word for name, word in wanted.items() if not getattr(self, name))


class Holiday(Base):
    """A day on which nothing leaves the shop."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str]


def the_shop() -> Shop:
    """The shop; an installation that was never set up has one with plain defaults."""
    return db.session.get(Shop, 1) or Shop(
        id=1,
        version=0,
        name="Backroom",
        line1="",
        line2="",
        city="",
        postcode="",
        country="IE",
        email="",
        zone="Europe/Dublin",
        currency="EUR",
        locale="en_IE",
        cut_off=time(14, 0),
        handling_days=0,
        working_days=[1, 2, 3, 4, 5],
        paper="A4",
        printer_dpi=203,
        scan_each=True,
        thanks="Thank you for your order.",
        returns="",
    )
