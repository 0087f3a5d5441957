"""Tries are counted in the database, before the password is looked at, so that all processes count
together and nobody is faster than the count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from oms.accounts.models import SignInAttempt
from oms.accounts.waiting import FORGOTTEN_AFTER, Key, wait_after
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.pacing import TooMany
from oms.core.upsert import upsert


def claim_try(keys: Sequence[Key]) -> None:
    """Count one try under every key; TooMany where one of them has to wait. It does not say whether there is such
    an account.
    """
    hashes = {_hash(key): key for key in keys}
    _refuse_blocked(hashes)
    with transaction():
        for hashed in sorted(hashes):
            _start(hashed)
        found = select(SignInAttempt).where(SignInAttempt.key.in_(hashes)).order_by(SignInAttempt.key)
        for attempt in db.session.scalars(found.with_for_update()).all():
            _count(attempt, hashes[attempt.key].free)


def forgive(keys: Sequence[Key]) -> None:
    """The try was right: the first key starts anew, and the others take back this one try. Whoever
    has an account of their own gains nothing by signing in between two guesses.
    """
    first, *others = [_hash(key) for key in keys]
    with transaction() as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.key == first))
        session.execute(
            update(SignInAttempt)
            .where(SignInAttempt.key.in_(others), SignInAttempt.tries > 0)
            .values(tries=SignInAttempt.tries - 1, blocked_until=None)
        )
        session.execute(delete(SignInAttempt).where(SignInAttempt.last_at < clock.now() - FORGOTTEN_AFTER))


def forgive_all() -> None:
    """Start every count anew: whoever sits at the console is trusted."""
    with transaction() as session:
        session.execute(delete(SignInAttempt))


def _refuse_blocked(hashes: dict[str, Key]) -> None:
    """Without a write, so that a flood of guesses does not keep others from writing."""
    query = select(SignInAttempt.blocked_until).where(SignInAttempt.key.in_(hashes))
    for blocked in db.session.scalars(query).all():
        _refuse_until(blocked)


def _refuse_until(blocked: datetime | None) -> None:
    if blocked is not None and blocked > clock.now():
        raise TooMany("tries", blocked - clock.now())


def _start(hashed: str) -> None:
    row = {"key": hashed, "tries": 0, "last_at": clock.now()}
    db.session.execute(upsert(SignInAttempt).values(row).on_conflict_do_nothing())


def _count(attempt: SignInAttempt, free: int) -> None:
    _refuse_until(attempt.blocked_until)
    now = clock.now()
    attempt.tries = 1 if now - attempt.last_at > FORGOTTEN_AFTER else attempt.tries + 1
    attempt.last_at = now
    attempt.blocked_until = now + wait_after(attempt.tries, free)


def _hash(key: Key) -> str:
    return hashlib.sha256(key.text.encode()).hexdigest()
