"""Signing in and out, and who a browser's token stands for."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import aliased

from oms.accounts.ending import end_sign_ins
from oms.accounts.facts import SignedIn
from oms.accounts.finding import find_by_email, fold
from oms.accounts.hashing import hash_token, is_secret, new_token
from oms.accounts.limiting import claim_try, forgive
from oms.accounts.models import SignIn, User
from oms.accounts.roles import permissions_of, permissions_on_tablet
from oms.accounts.waiting import password_keys
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.errors import DiskFull, WrongInput
from oms.core.events import record
from oms.core.operations import By, current_operation, final, verb

log = logging.getLogger(__name__)
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
RELOCK = timedelta(minutes=5)
SEEN_EVERY = timedelta(minutes=5)
WRONG = "That e-mail address and password do not belong together."


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever is at the browser, for one request. `relocks`: works on a shared tablet by PIN."""

    id: int
    name: str
    role: str
    permissions: frozenset[str]
    relocks: bool = False

    def may(self, permission: str) -> bool:
        return permission in self.permissions


def check_password(email: str, password: str, address: str) -> int:
    """The id of the person, or a refusal that says nothing about whether there is such an account."""
    keys = password_keys(fold(email), address)
    claim_try(keys)
    person = find_by_email(email)
    user_id, active = (person.id, person.is_active) if person else (0, False)
    hashed = person.password_hash if person else None
    db.session.rollback()
    if not is_secret(password, hashed) or not active:
        log.warning("a wrong password for user:%s", user_id or "nobody")
        raise WrongInput(WRONG)
    forgive(keys)
    return user_id


@verb(final("Sign out instead."))
def sign_in(user_id: int, token_hash: str, *, by: By, instead_of: str | None = None) -> None:
    """A browser is this person from now on. Its earlier sign-in, if any, is over."""
    del by
    now = current_operation().at
    old = or_(SignIn.token_hash == (instead_of or ""), SignIn.made_at < now - LONGEST)
    db.session.execute(delete(SignIn).where(old))
    db.session.add(SignIn(token_hash=token_hash, user_id=user_id, made_at=now, seen_at=now))
    record(SignedIn(user_id), about=f"user:{user_id}")


def start(user_id: int, before: str | None = None) -> str:
    """Sign the person in; the new token for the browser. `before` is the token that it had."""
    token = new_token()
    sign_in(user_id, hash_token(token), by=By(f"user:{user_id}"), instead_of=before and hash_token(before))
    return token


@verb(final("Whoever was signed out signs in again."))
def sign_out_elsewhere(user_id: int, stay: str, *, by: By) -> None:
    """Out of every browser but the one whose token hash is `stay`."""
    del by
    end_sign_ins(user_id, but=stay)


def sign_out(token: str) -> None:
    """The token is worth nothing from now on."""
    with transaction() as session:
        session.execute(delete(SignIn).where(SignIn.token_hash == hash_token(token)))


def find_visitor(token: str, active_at: datetime | None, *, present: bool) -> Visitor | None:
    """Who the token stands for; None once it is over, or while a shared tablet is locked.

    `active_at` is when a person last did something at this browser; `present` that this request is
    again something a person does, not a page that refreshes itself.
    """
    picker = aliased(User)
    found = (
        select(SignIn, User, picker)
        .join(User, User.id == SignIn.user_id)
        .outerjoin(picker, picker.id == SignIn.picker_id)
        .where(SignIn.token_hash == hash_token(token))
        .execution_options(populate_existing=True)
    )
    row = db.session.execute(found).one_or_none()
    if row is None or not _is_good(row[0], row[1]):
        return None
    entry, user, working = row
    visitor = _on_tablet(working, active_at) if entry.tablet else _at_desk(user)
    if present and clock.now() - entry.seen_at >= SEEN_EVERY:
        _see(entry.token_hash)
    return visitor


def _is_good(entry: SignIn, user: User) -> bool:
    now = clock.now()
    return user.is_active and now - entry.seen_at < IDLE and now - entry.made_at < LONGEST


def _at_desk(user: User) -> Visitor:
    return Visitor(user.id, user.name, user.role, permissions_of(user.role))


def _on_tablet(picker: User | None, active_at: datetime | None) -> Visitor | None:
    """The person who gave a PIN, while somebody is there."""
    if picker is None or not picker.can_switch or active_at is None:
        return None
    if clock.now() - active_at >= RELOCK:
        return None
    return Visitor(picker.id, picker.name, "picker", permissions_on_tablet(picker.role), relocks=True)


def _see(token_hash: str) -> None:
    """A full disk must not keep people from reading."""
    with suppress(DiskFull), transaction() as session:
        session.execute(update(SignIn).where(SignIn.token_hash == token_hash).values(seen_at=clock.now()))
