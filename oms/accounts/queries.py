"""Reads for screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from oms.accounts.models import User
from oms.core.db import db
from oms.core.errors import Missing

NOT_PEOPLE = {"worker": "Backroom", "setup": "Set-up", "console": "The console", "demo": "The demo"}


def everyone() -> Sequence[User]:
    """Who works here by name, those whose account is disabled last."""
    return db.session.scalars(select(User).order_by(User.disabled_at.is_not(None), User.name, User.id)).all()


def person(user_id: int) -> User:
    found = db.session.get(User, user_id)
    if found is None:
        raise Missing("There is no such person.")
    return found


def pickers() -> list[User]:
    """Who may take over a shared tablet."""
    query = (
        select(User)
        .where(User.pin_hash.is_not(None), User.disabled_at.is_(None))
        .order_by(User.name, User.id)
    )
    return [one for one in db.session.scalars(query) if one.can_switch]


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The people behind actors such as `user:3`, for timelines; what is no person says what it is."""
    wanted = set(actors)
    ids = {int(actor[5:]) for actor in wanted if actor.startswith("user:") and actor[5:].isdigit()}
    found = db.session.execute(select(User.id, User.name).where(User.id.in_(ids))) if ids else ()
    names = {f"user:{user_id}": name for user_id, name in found}
    return {actor: names.get(actor) or _not_a_person(actor) for actor in wanted}


def _not_a_person(actor: str) -> str:
    kind = actor.split(":", 1)[0]
    return NOT_PEOPLE.get(kind, "Somebody who left" if kind == "user" else kind.capitalize())
