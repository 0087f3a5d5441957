"""Running numbers without gaps: a number is taken in the transaction that uses it."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from oms.core.db import Base, db
from oms.core.locking import COUNTERS
from oms.core.operations import will_lock
from oms.core.upsert import upsert


class Counter(Base):
    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


def next_number(name: str) -> int:
    """The next number of a series, from 1. Whoever else wants one waits until this one is used or given up."""
    first = upsert(Counter).values(name=name, value=1)
    will_lock([(COUNTERS,)])
    step = first.on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + 1})
    return db.session.execute(step.returning(Counter.value)).scalar_one()
