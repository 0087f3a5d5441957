"""Moves, balances, stock, demands and counts. The database itself refuses what must never be."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oms.catalog.models import Sku, TakenIn
from oms.core.db import Base
from oms.floorplan.models import Place


class Lot(Base):
    """What came in together. Goods that nobody tells apart share the SKU's default lot."""

    __tablename__ = "lot"

    id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"), index=True)
    received_at: Mapped[datetime]
    unit_cost_minor: Mapped[int | None]
    expires_on: Mapped[date | None] = mapped_column(Date)
    is_default: Mapped[bool] = mapped_column(default=True, server_default=text("true"))

    __table_args__ = (
        Index(
            "uq_lot_default",
            "sku_id",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )


class Move(Base):
    """Units that went from one place to another. Append-only: the database refuses changes."""

    __tablename__ = "move"

    id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    quantity: Mapped[int]
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    operation_id: Mapped[str] = mapped_column(ForeignKey("operation.id"), index=True)
    demand_id: Mapped[int | None] = mapped_column(ForeignKey("demand.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("move.id"), unique=True)
    sku: Mapped[Sku] = relationship(lazy="raise")
    source: Mapped[Place] = relationship(lazy="raise", foreign_keys=[source_id])
    target: Mapped[Place] = relationship(lazy="raise", foreign_keys=[target_id])

    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("source_id <> target_id", name="moves"),
        Index("ix_move_sku_id_id", "sku_id", "id"),
        Index("ix_move_source_id_id", "source_id", "id"),
        Index("ix_move_target_id_id", "target_id", "id"),
    )


class Balance(Base):
    """The sum of moves of one SKU and lot at one place. `outside` repeats the place's own word,
    so that the database can refuse less than zero inside.
    """

    __tablename__ = "balance"

    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"), primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    quantity: Mapped[int]
    outside: Mapped[bool]
    place: Mapped[Place] = relationship(lazy="raise")
    sku: Mapped[Sku] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("quantity >= 0 OR outside", name="not_negative"),
        Index("ix_balance_sku_id_place_id", "sku_id", "place_id"),
    )


class Stock(Base):
    """What of a SKU lies in sellable places of a site, and how much of it is promised."""

    __tablename__ = "stock"

    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    on_hand: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    reserved: Mapped[int] = mapped_column(default=0, server_default=text("0"))

    __table_args__ = (
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("reserved <= on_hand", name="not_oversold"),
    )

    @property
    def available(self) -> int:
        """What may still be sold."""
        return self.on_hand - self.reserved


class Demand(Base):
    """Something that wants stock. `owner` is the key of the thing it belongs to (`order:42`), `label`
    what a person reads. `picked` counts what left the bins for it, `gone` what left the building.
    """

    __tablename__ = "demand"

    id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    owner: Mapped[str] = mapped_column(index=True)
    label: Mapped[str]
    wanted: Mapped[int]
    reserved: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    picked: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    gone: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    put_back: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    due_at: Mapped[datetime | None]
    sku: Mapped[Sku] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("wanted >= 0 AND reserved >= 0 AND picked >= 0 AND put_back >= 0", name="counts"),
        CheckConstraint("reserved + picked <= wanted", name="not_over_wanted"),
        CheckConstraint("gone >= 0 AND gone <= picked", name="gone_was_picked"),
        Index(
            "ix_demand_holding",
            "sku_id",
            "site_id",
            sqlite_where=text("reserved > 0"),
            postgresql_where=text("reserved > 0"),
        ),
        Index(
            "ix_demand_lacking",
            "sku_id",
            "site_id",
            "due_at",
            sqlite_where=text("reserved + picked < wanted"),
            postgresql_where=text("reserved + picked < wanted"),
        ),
    )

    @property
    def lacking(self) -> int:
        """What it wants and was not promised: arithmetic, never a status."""
        return self.wanted - self.reserved - self.picked


class Count(Base):
    """Somebody counted one SKU at one place."""

    __tablename__ = "count"

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    expected: Mapped[int]
    counted: Mapped[int]
    by: Mapped[str]
    at: Mapped[datetime]
    operation_id: Mapped[str] = mapped_column(ForeignKey("operation.id"))

    __table_args__ = (
        CheckConstraint("counted >= 0", name="counted"),
        Index("ix_count_place_id_sku_id_id", "place_id", "sku_id", "id"),
    )


class Recount(Base):
    """A wish that somebody counts a SKU at a place, and why."""

    __tablename__ = "recount"

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    place: Mapped[Place] = relationship(lazy="raise")
    sku: Mapped[Sku] = relationship(lazy="raise")

    __table_args__ = (
        Index(
            "uq_recount_open",
            "place_id",
            "sku_id",
            unique=True,
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )


class StockFile(TakenIn, Base):
    """A file of products of which the quantities are counted too. `bin` is where rows go that name none."""

    __tablename__ = "stock_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("goods_file.id"), unique=True)
    bin: Mapped[str] = mapped_column(default="", server_default="")
