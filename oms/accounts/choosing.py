"""Choosing one's own password and PIN."""

from __future__ import annotations

from oms.accounts.ending import end_sign_ins, lock_tablets
from oms.accounts.facts import PasswordChosen, PinChosen, PinRemoved
from oms.accounts.finding import lock_person
from oms.accounts.hashing import Secret, hash_secret, is_secret
from oms.accounts.limiting import claim_try, forgive
from oms.accounts.models import User
from oms.accounts.roles import may_pick
from oms.accounts.strength import why_weak, why_weak_pin
from oms.accounts.waiting import password_keys
from oms.core.db import db
from oms.core.errors import Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, final, verb


@verb(final("A password is not given back. Choose another one."))
def change_password(user_id: int, password: Secret, *, by: By, stay: str | None = None) -> None:
    """Signed out everywhere but in the browser that stays, whose token hash is `stay`."""
    del by
    person = lock_person(user_id)
    person.password_hash = password.hashed
    end_sign_ins(user_id, but=stay, invitations=True)
    record(PasswordChosen(user_id), about=f"user:{user_id}")


@verb(final("A PIN is not given back. Choose another one."))
def choose_pin(user_id: int, pin: Secret, *, by: By) -> None:
    """The digits that switch a shared tablet to this person."""
    del by
    person = lock_person(user_id)
    if not may_pick(person.role):
        raise Refused(f"{person.name} only looks at orders and needs no PIN.")
    person.pin_hash = pin.hashed
    lock_tablets(user_id)
    record(PinChosen(user_id), about=f"user:{user_id}")


@verb(final("Choose a new PIN instead."))
def remove_pin(user_id: int, *, by: By) -> None:
    """No shared tablet switches to this person any more."""
    del by
    person = lock_person(user_id)
    person.pin_hash = None
    lock_tablets(user_id)
    record(PinRemoved(user_id), about=f"user:{user_id}")


def new_password(password: str, *about: str) -> Secret:
    """The hash of a password that is good enough; WrongInput with a sentence otherwise."""
    weak = why_weak(password, *about)
    if weak:
        raise WrongInput(weak)
    return hash_secret(password)


def new_pin(pin: str) -> Secret:
    weak = why_weak_pin(pin)
    if weak:
        raise WrongInput(weak)
    return hash_secret(pin)


def confirm_password(user_id: int, password: str, address: str) -> None:
    """The person is who they say, also at a browser that somebody left open."""
    person = db.session.get_one(User, user_id)
    keys, hashed = password_keys(f"own {user_id}", address), person.password_hash
    claim_try(keys)
    if not is_secret(password, hashed):
        raise WrongInput("That is not your present password.")
    forgive(keys)
