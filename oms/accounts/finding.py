"""People by id or address, locked where a verb is about to change them."""

from __future__ import annotations

from sqlalchemy import func, select

from oms.accounts.models import User
from oms.core.db import db
from oms.core.errors import Missing


def lock_person(user_id: int) -> User:
    """The person, fresh and locked. Part of a verb."""
    person = db.session.get(User, user_id, with_for_update=True, populate_existing=True)
    if person is None:
        raise Missing("There is no such person.")
    return person


def find_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == fold(email)))


def fold(email: str) -> str:
    """The form in which an address is kept and compared."""
    return email.strip().casefold().lower()


def has_other_owner(person: User) -> bool:
    """Whether another owner can still sign in. Part of a verb: locks the owners, so that two do not
    remove each other.
    """
    owners = (
        select(User)
        .where(User.role == "owner", User.disabled_at.is_(None))
        .order_by(User.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return any(owner.id != person.id for owner in db.session.scalars(owners).all())


def has_owner() -> bool:
    """Whether somebody can already open the settings with a password."""
    query = select(func.count()).where(
        User.role == "owner", User.disabled_at.is_(None), User.password_hash.is_not(None)
    )
    return bool(db.session.scalar(query))


def first_owner() -> User | None:
    """The owner who was added first, who may not have chosen a password yet."""
    query = select(User).where(User.role == "owner", User.disabled_at.is_(None), User.email.is_not(None))
    return db.session.scalar(query.order_by(User.id).limit(1))
