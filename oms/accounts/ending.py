"""Ending sign-ins: of one browser, or of a person everywhere. Parts of verbs."""

from __future__ import annotations

from sqlalchemy import delete, update

from oms.accounts.models import Invitation, SignIn
from oms.core.db import db


def end_sign_ins(user_id: int, *, but: str | None = None, invitations: bool = False) -> None:
    """Out of every browser, except one, and off every shared tablet; with open links, if asked."""
    db.session.execute(delete(SignIn).where(SignIn.user_id == user_id, SignIn.token_hash != (but or "")))
    lock_tablets(user_id)
    if invitations:
        db.session.execute(delete(Invitation).where(Invitation.user_id == user_id))


def lock_tablets(user_id: int) -> None:
    """Whoever works as this person on a shared tablet has to prove it again."""
    db.session.execute(update(SignIn).where(SignIn.picker_id == user_id).values(picker_id=None))
