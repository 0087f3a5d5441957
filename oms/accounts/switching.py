"""One tablet, several pickers: it is signed in once, then everyone takes it over by PIN."""

from __future__ import annotations

import logging

from sqlalchemy import update

from oms.accounts.facts import TabletShared
from oms.accounts.hashing import hash_token, is_secret
from oms.accounts.limiting import claim_try, forgive
from oms.accounts.models import SignIn, User
from oms.accounts.signing_in import IDLE, LONGEST
from oms.accounts.waiting import pin_keys
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.errors import Missing, WrongInput
from oms.core.events import record
from oms.core.operations import By, final, verb

log = logging.getLogger(__name__)


@verb(final("Sign out on the tablet instead."))
def share_tablet(token_hash: str, user_id: int, *, by: By) -> None:
    """From now on this browser may nothing by itself: it asks who is picking."""
    del by
    db.session.execute(
        update(SignIn).where(SignIn.token_hash == token_hash).values(tablet=True, picker_id=None)
    )
    record(TabletShared(user_id), about=f"user:{user_id}")


def is_tablet(token: str | None) -> bool:
    """Whether the browser is a shared tablet whose sign-in is still good."""
    entry = db.session.get(SignIn, hash_token(token)) if token else None
    if entry is None or not entry.tablet:
        return False
    owner, now = db.session.get_one(User, entry.user_id), clock.now()
    return owner.is_active and now - entry.seen_at < IDLE and now - entry.made_at < LONGEST


def unlock_tablet(token: str, user_id: int, pin: str) -> None:
    """The person with this PIN works on the tablet from now on."""
    keys = pin_keys(user_id, hash_token(token))
    claim_try(keys)
    person = db.session.get(User, user_id)
    hashed = person.pin_hash if person is not None and person.can_switch else None
    db.session.rollback()
    if not is_secret(pin, hashed):
        log.warning("a wrong PIN for user:%s", user_id)
        raise WrongInput("That PIN is not right.")
    forgive(keys)
    _hand_to(token, user_id)


def lock_tablet(token: str) -> None:
    """Nobody works on the tablet until the next PIN."""
    _hand_to(token, None)


def _hand_to(token: str, user_id: int | None) -> None:
    entry = SignIn.token_hash == hash_token(token)
    with transaction() as session:
        changed = session.execute(
            update(SignIn)
            .where(entry, SignIn.tablet)
            .values(picker_id=user_id, seen_at=clock.now())
            .returning(SignIn.user_id)
        )
        if changed.first() is None:
            raise Missing("This tablet is not signed in any more.")
