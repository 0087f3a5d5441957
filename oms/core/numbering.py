"""Running numbers without gaps: a number is taken in the transaction that uses it."""

from __future__ import annotations

from sqlalchemy import insert, update
from sqlalchemy.orm import Mapped, mapped_column

from oms.core.db import Base, db


class Counter(Base):
    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


def next_number(name: str) -> int:
    """The next number of a series, from 1."""
    step = (
        update(Counter).where(Counter.name == name).values(value=Counter.value + 1).returning(Counter.value)
    )
    value = db.session.execute(step).scalar()
    if value is None:
        db.session.execute(insert(Counter).values(name=name, value=1))
        return 1
    return value
