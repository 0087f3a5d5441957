"""Parcels and packaging."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oms.core.db import Base
from oms.floorplan.models import Place
from oms.orders.models import LinePart, Order


class Packaging(Base):
    """A box or mailer that the shop keeps. A retired one stays with the parcels that used it."""

    __tablename__ = "packaging"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="box")
    length_mm: Mapped[int | None]
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    tare_g: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    retired_at: Mapped[datetime | None]

    @property
    def size(self) -> str:
        """Inside, as people write it; nothing where it was never measured."""
        sides = (self.length_mm, self.width_mm, self.height_mm)
        return " × ".join(str(side) for side in sides if side) + " mm" if any(sides) else ""


class Parcel(Base):
    """A box or mailer with goods of one order, open until it is sealed. `code` is its barcode."""

    __tablename__ = "parcel"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    packaging_id: Mapped[int | None] = mapped_column(ForeignKey("packaging.id"))
    weight_g: Mapped[int | None]
    sealed_at: Mapped[datetime | None]
    sealed_by: Mapped[str | None]
    left_at: Mapped[datetime | None]
    order: Mapped[Order] = relationship(lazy="raise")
    place: Mapped[Place] = relationship(lazy="raise")
    packaging: Mapped[Packaging | None] = relationship(lazy="raise")
    items: Mapped[list[ParcelItem]] = relationship(
        back_populates="parcel", lazy="raise", order_by="ParcelItem.id"
    )

    __table_args__ = (
        CheckConstraint("weight_g IS NULL OR weight_g > 0", name="weight"),
        CheckConstraint("left_at IS NULL OR sealed_at IS NOT NULL", name="sealed_before_left"),
    )

    @property
    def is_open(self) -> bool:
        return self.sealed_at is None

    @property
    def is_empty(self) -> bool:
        return not any(item.quantity for item in self.items)


class ParcelItem(Base):
    """So many of a line's part in a parcel."""

    __tablename__ = "parcel_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("line_part.id"), index=True)
    quantity: Mapped[int]
    parcel: Mapped[Parcel] = relationship(back_populates="items", lazy="raise")
    part: Mapped[LinePart] = relationship(lazy="raise")

    __table_args__ = (CheckConstraint("quantity >= 0", name="quantity"),)
