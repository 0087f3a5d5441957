"""Links that let somebody choose a password once: the first owner, somebody new, somebody who forgot."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from oms.accounts.ending import end_sign_ins
from oms.accounts.facts import PasswordChosen, PersonAdded, PersonInvited
from oms.accounts.finding import find_by_email, fold, has_owner, lock_person
from oms.accounts.hashing import Secret
from oms.accounts.models import Invitation, User
from oms.core import clock
from oms.core.db import db
from oms.core.errors import Missing, Refused
from oms.core.events import record
from oms.core.operations import By, current_operation, final, verb

GOOD_FOR = timedelta(days=3)
GONE = "This link was used already, replaced by a newer one, or is too old. Ask the owner for a new one."


@verb(final("A link that was shown cannot be unseen. Make a new one: the old one stops working."))
def invite_person(user_id: int, token_hash: str, *, by: By) -> None:
    """A new link; the earlier ones stop. The password stays as it is until the link is used."""
    del by
    person = lock_person(user_id)
    if person.email is None:
        raise Refused(f"{person.name} has no e-mail address and works by PIN.")
    if not person.is_active:
        raise Refused(f"The account of {person.name} is disabled.")
    _replace(user_id, token_hash)
    record(PersonInvited(user_id), about=f"user:{user_id}")


@verb(final("Run the command again: it makes a new link."))
def invite_owner(token_hash: str, *, by: By) -> None:
    """The link that makes the first owner of this installation."""
    del by
    if has_owner():
        raise Refused("There is an owner already.")
    _replace(None, token_hash)


@verb(final("A password is not given back. Choose another one."))
def accept_invitation(token_hash: str, password: Secret, *, by: By) -> int:
    """The invited person has chosen a password."""
    del by
    invitation = _use(token_hash)
    if invitation.user_id is None:
        raise Missing(GONE)
    person = lock_person(invitation.user_id)
    if not person.is_active:
        raise Refused("This account is disabled.")
    _choose(person, password)
    return person.id


@verb(final("The first owner stays. Add another one to give the shop away."))
def become_owner(token_hash: str, name: str, email: str, password: Secret, *, by: By) -> int:
    """The first owner of this installation. Of two who try at once, one is late."""
    del by
    invitation = _use(token_hash)
    if invitation.user_id is not None or has_owner():
        raise Missing(GONE)
    if find_by_email(email):
        raise Refused("Somebody with this e-mail address is already here.")
    owner = User(name=name.strip(), email=fold(email), role="owner")
    db.session.add(owner)
    db.session.flush()
    record(PersonAdded(owner.id, "owner"), about=f"user:{owner.id}")
    _choose(owner, password)
    return owner.id


def open_invitation(token_hash: str, *, lock: bool = False) -> Invitation:
    """The invitation while it is good; Missing with a sentence afterwards."""
    invitation = db.session.get(Invitation, token_hash, with_for_update=lock, populate_existing=lock)
    if invitation is None or invitation.used_at or clock.now() - invitation.made_at >= GOOD_FOR:
        raise Missing(GONE)
    return invitation


def _use(token_hash: str) -> Invitation:
    invitation = open_invitation(token_hash, lock=True)
    invitation.used_at = current_operation().at
    return invitation


def _replace(user_id: int | None, token_hash: str) -> None:
    same = Invitation.user_id.is_(None) if user_id is None else Invitation.user_id == user_id
    db.session.execute(delete(Invitation).where(same))
    db.session.add(Invitation(token_hash=token_hash, user_id=user_id, made_at=current_operation().at))


def _choose(person: User, password: Secret) -> None:
    person.password_hash = password.hashed
    end_sign_ins(person.id)
    record(PasswordChosen(person.id), about=f"user:{person.id}")
