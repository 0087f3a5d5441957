"""Runs and their tasks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oms.catalog.models import Sku
from oms.core.db import Base
from oms.floorplan.models import Place
from oms.inventory.models import Demand


class Run(Base):
    """One walk by one picker. `at_place_id` is the bin that was scanned last, `counting_id` the task whose
    item was scanned and whose count is asked.
    """

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(default="single")
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    picker: Mapped[str] = mapped_column(index=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    at_place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    counting_id: Mapped[int | None]
    tasks: Mapped[list[PickTask]] = relationship(
        back_populates="run", lazy="raise", order_by="PickTask.position"
    )


class PickTask(Base):
    """So many of a SKU out of one bin into one tote, for one demand. `short` were not there, `dropped`
    were left for another run.
    """

    __tablename__ = "pick_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"), index=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    tote_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    position: Mapped[int]
    quantity: Mapped[int]
    picked: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    short: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    dropped: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    run: Mapped[Run] = relationship(back_populates="tasks", lazy="raise")
    demand: Mapped[Demand] = relationship(lazy="raise")
    sku: Mapped[Sku] = relationship(lazy="raise")
    place: Mapped[Place] = relationship(lazy="raise", foreign_keys=[place_id])
    tote: Mapped[Place] = relationship(lazy="raise", foreign_keys=[tote_id])

    __table_args__ = (
        CheckConstraint("quantity > 0 AND picked >= 0 AND short >= 0 AND dropped >= 0", name="counts"),
        CheckConstraint("picked + short + dropped <= quantity", name="not_over"),
        Index(
            "ix_pick_task_open",
            "place_id",
            "sku_id",
            sqlite_where=text("picked + short + dropped < quantity"),
            postgresql_where=text("picked + short + dropped < quantity"),
        ),
    )

    @hybrid_property
    def to_pick(self) -> int:
        return self.quantity - self.picked - self.short - self.dropped
