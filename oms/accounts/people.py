"""Adding people, giving them a role, letting them out and in again."""

from __future__ import annotations

from sqlalchemy import select

from oms.accounts.ending import end_sign_ins
from oms.accounts.facts import PersonAdded, PersonDisabled, PersonEnabled, RoleChanged
from oms.accounts.finding import find_by_email, fold, has_other_owner, lock_person
from oms.accounts.models import User
from oms.accounts.roles import ROLES
from oms.core.db import db
from oms.core.errors import Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, current_operation, remember, undoable, verb

LAST_OWNER = "There has to be an owner. Make somebody else an owner first."


@verb(undoable())
def add_person(name: str, email: str | None, role: str, *, by: By) -> int:
    """Somebody new. They choose a password by a link, or get a PIN; until then they cannot sign in."""
    del by
    if role not in ROLES:
        raise WrongInput("There is no such role.")
    if not email and role != "picker":
        raise WrongInput("Only a picker can work without an e-mail address, by PIN.")
    if email and find_by_email(email):
        raise Refused("Somebody with this e-mail address is already here.")
    person = User(name=name.strip(), email=fold(email) if email else None, role=role)
    db.session.add(person)
    db.session.flush()
    remember(user_id=person.id)
    record(PersonAdded(person.id, role), about=f"user:{person.id}")
    return person.id


@add_person.undo
def _remove(operation: Operation) -> None:
    person = lock_person(operation.recall("user_id"))
    if db.session.scalar(select(Operation.id).where(Operation.by == f"user:{person.id}").limit(1)):
        raise Refused(f"{person.name} has already worked here. Disable the account instead.")
    end_sign_ins(person.id, invitations=True)
    db.session.delete(person)


@verb(undoable())
def change_role(user_id: int, role: str, *, by: By) -> None:
    """What they may do from their next click on; they sign in again for it."""
    del by
    person = lock_person(user_id)
    before = person.role
    _set_role(person, role)
    remember(user_id=user_id, before=before, after=role)


@change_role.undo
def _change_back(operation: Operation) -> None:
    person = lock_person(operation.recall("user_id"))
    if person.role != operation.recall("after"):
        raise Refused(f"The role of {person.name} was changed again since.")
    _set_role(person, operation.recall("before"))


@verb(undoable())
def disable_person(user_id: int, *, by: By) -> None:
    """Signed out everywhere at once, and no way in; what they did stays theirs."""
    if by.actor == f"user:{user_id}":
        raise Refused("You cannot disable your own account.")
    _disable(lock_person(user_id))
    remember(user_id=user_id)


@disable_person.undo
def _enable_again(operation: Operation) -> None:
    _enable(lock_person(operation.recall("user_id")))


@verb(undoable())
def enable_person(user_id: int, *, by: By) -> None:
    """They may sign in again, with the password and PIN they had."""
    del by
    _enable(lock_person(user_id))
    remember(user_id=user_id)


@enable_person.undo
def _disable_again(operation: Operation) -> None:
    _disable(lock_person(operation.recall("user_id")))


def _set_role(person: User, role: str) -> None:
    if role not in ROLES:
        raise WrongInput("There is no such role.")
    if person.role == "owner" and role != "owner" and not has_other_owner(person):
        raise Refused(LAST_OWNER)
    if role != "picker" and person.email is None:
        raise Refused(f"{person.name} has no e-mail address, and only a picker can work without one.")
    record(RoleChanged(person.id, person.role, role), about=f"user:{person.id}")
    person.role = role
    end_sign_ins(person.id)


def _disable(person: User) -> None:
    if person.role == "owner" and not has_other_owner(person):
        raise Refused(LAST_OWNER)
    if person.disabled_at is not None:
        raise Refused(f"The account of {person.name} is already disabled.")
    person.disabled_at = current_operation().at
    end_sign_ins(person.id, invitations=True)
    record(PersonDisabled(person.id), about=f"user:{person.id}")


def _enable(person: User) -> None:
    if person.disabled_at is None:
        raise Refused(f"The account of {person.name} is not disabled.")
    person.disabled_at = None
    record(PersonEnabled(person.id), about=f"user:{person.id}")
