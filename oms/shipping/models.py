"""What becomes of a parcel once it is sealed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oms.core.db import Base
from oms.packing.models import Parcel
from oms.shipping.carriers.names import carrier_code, carrier_name


class Manifest(Base):
    """The list of parcels handed to one carrier at one pick-up."""

    __tablename__ = "manifest"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    carrier: Mapped[str]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    shipments: Mapped[list[Shipment]] = relationship(
        back_populates="manifest", lazy="raise", order_by="Shipment.scanned_at"
    )

    def expects(self, shipment: Shipment) -> bool:
        """False for a parcel whose number is another carrier's. That is a guess, so it only warns."""
        return shipment.carrier in {None, carrier_code(self.carrier)}


class Shipment(Base):
    """The journey of one parcel: its number, its manifest, when it left and when it arrived. Facts of the
    carrier may come late and in any order. `carrier` is our code of it, or its name where we have none.
    """

    __tablename__ = "shipment"

    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), primary_key=True)
    carrier: Mapped[str | None]
    tracking_number: Mapped[str | None] = mapped_column(index=True)
    warnings: Mapped[list[Any] | None]
    manifest_id: Mapped[int | None] = mapped_column(ForeignKey("manifest.id"), index=True)
    scanned_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    delivered_told_by: Mapped[str | None]
    parcel: Mapped[Parcel] = relationship(lazy="raise")
    manifest: Mapped[Manifest | None] = relationship(back_populates="shipments", lazy="raise")

    __table_args__ = (Index("ix_shipment_handed_over_at", "handed_over_at"),)

    @property
    def carrier_name(self) -> str:
        return carrier_name(self.carrier)
