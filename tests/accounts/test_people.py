from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from oms.accounts import queries
from oms.accounts.choosing import choose_pin
from oms.accounts.hashing import hash_secret, hash_token, is_secret, token_for
from oms.accounts.inviting import (
    accept_invitation,
    become_owner,
    invite_owner,
    invite_person,
    open_invitation,
)
from oms.accounts.models import SignIn, User
from oms.accounts.people import add_person, change_role, disable_person, enable_person
from oms.accounts.signing_in import find_visitor, start
from oms.core import clock
from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.operations import By, Operation
from oms.core.undoing import undo_operation
from tests.shop import PASSWORD, Shop

SECRET = hash_secret(PASSWORD)


@pytest.fixture
def inside(shop: Shop) -> Iterator[Shop]:
    with shop.inside():
        yield shop


def role(user_id: int) -> str:
    return queries.person(user_id).role


def sign_ins(user_id: int) -> int | None:
    return db.session.scalar(select(func.count()).select_from(SignIn).where(SignIn.user_id == user_id))


def test_somebody_new_gets_a_role_and_chooses_a_password_by_link(inside: Shop) -> None:
    eve = add_person("Eve", " Eve@Example.ORG ", "manager", by=inside.by())
    invite_person(eve, hash_token("link"), by=inside.by())
    assert accept_invitation(hash_token("link"), SECRET, by=By("setup")) == eve
    person = queries.person(eve)
    assert (person.email, person.role) == ("eve@example.org", "manager")
    assert is_secret(PASSWORD, person.password_hash)


def test_a_link_works_once(inside: Shop) -> None:
    invite_person(inside.people["Ben"], hash_token("link"), by=inside.by())
    accept_invitation(hash_token("link"), SECRET, by=By("setup"))
    with pytest.raises(Missing, match="used already"):
        accept_invitation(hash_token("link"), SECRET, by=By("setup"))


def test_a_newer_link_and_three_days_end_an_older_one(inside: Shop) -> None:
    for link in ("old", "new"):
        invite_person(inside.people["Ben"], hash_token(link), by=inside.by())
    with pytest.raises(Missing):
        open_invitation(hash_token("old"))
    open_invitation(hash_token("new"))
    with clock.travel(clock.now() + timedelta(days=3, minutes=1)), pytest.raises(Missing):
        open_invitation(hash_token("new"))


def test_of_two_who_set_up_at_once_one_becomes_the_owner(app: Flask) -> None:
    with app.app_context():
        invite_owner(hash_token("link"), by=By("console"))

    def race(number: int) -> str:
        with app.app_context():
            try:
                email = f"o{number}@example.org"
                become_owner(hash_token("link"), f"O{number}", email, SECRET, by=By("setup"))
            except Missing:
                return "late"
            return "owner"

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(race, range(8))) == ["late"] * 7 + ["owner"]
    with app.app_context(), pytest.raises(Refused, match="an owner already"):
        invite_owner(hash_token("again"), by=By("console"))


def test_only_a_picker_works_without_an_address(inside: Shop) -> None:
    add_person("Pip", None, "picker", by=inside.by())
    add_person("Pat", None, "picker", by=inside.by())
    with pytest.raises(WrongInput, match="Only a picker"):
        add_person("Max", None, "manager", by=inside.by())


def test_an_address_belongs_to_one_person(inside: Shop) -> None:
    with pytest.raises(Refused, match="already here"):
        add_person("Ada the second", "ADA@example.org", "viewer", by=inside.by())


def test_a_new_role_signs_out_everywhere(inside: Shop) -> None:
    mo = inside.people["Mo"]
    token = start(mo)
    change_role(mo, "viewer", by=inside.by())
    assert (role(mo), sign_ins(mo)) == ("viewer", 0)
    assert find_visitor(token, clock.now(), present=True) is None


def test_a_change_of_role_can_be_undone_while_nobody_changed_it_again(inside: Shop) -> None:
    mo, by = inside.people["Mo"], inside.by()
    change_role(mo, "picker", by=by)
    undo_operation(by.operation_id, by=inside.by())
    assert role(mo) == "manager"
    by = inside.by()
    change_role(mo, "picker", by=by)
    change_role(mo, "viewer", by=inside.by())
    with pytest.raises(Refused, match="changed again"):
        undo_operation(by.operation_id, by=inside.by())


def test_a_disabled_person_is_out_at_once_and_back_by_undo(inside: Shop) -> None:
    mo, by = inside.people["Mo"], inside.by()
    token = start(mo)
    disable_person(mo, by=by)
    assert find_visitor(token, clock.now(), present=True) is None
    with pytest.raises(Refused, match="already disabled"):
        disable_person(mo, by=inside.by())
    undo_operation(by.operation_id, by=inside.by())
    assert queries.person(mo).is_active
    with pytest.raises(Refused, match="not disabled"):
        enable_person(mo, by=inside.by())


def test_there_is_always_an_owner(inside: Shop) -> None:
    ada, mo = inside.people["Ada"], inside.people["Mo"]
    with pytest.raises(Refused, match="has to be an owner"):
        change_role(ada, "manager", by=inside.by())
    with pytest.raises(Refused, match="has to be an owner"):
        disable_person(ada, by=inside.by("Mo"))
    with pytest.raises(Refused, match="your own"):
        disable_person(ada, by=inside.by())
    by = inside.by()
    change_role(mo, "owner", by=by)
    change_role(ada, "manager", by=inside.by("Mo"))
    with pytest.raises(Refused, match="has to be an owner"):
        undo_operation(by.operation_id, by=inside.by("Mo"))


def test_two_owners_cannot_remove_each_other(inside: Shop) -> None:
    ada, mo = inside.people["Ada"], inside.people["Mo"]
    change_role(mo, "owner", by=inside.by())

    def demote(user_id: int) -> str:
        with inside.inside():
            try:
                change_role(user_id, "picker", by=By("test"))
            except Refused:
                return "refused"
            return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(demote, (ada, mo))) == ["done", "refused"]


def test_somebody_new_can_be_taken_back_until_they_have_worked_here(inside: Shop) -> None:
    by = inside.by()
    eve = add_person("Eve", "eve@example.org", "picker", by=by)
    choose_pin(eve, hash_secret("8405"), by=inside.by())
    undo_operation(by.operation_id, by=inside.by())
    assert db.session.get(User, eve) is None
    by = inside.by()
    eve = add_person("Eve", "eve@example.org", "picker", by=by)
    start(eve)
    with pytest.raises(Refused, match="already worked here"):
        undo_operation(by.operation_id, by=inside.by())


def test_neither_operations_nor_facts_carry_a_secret_or_a_name(inside: Shop) -> None:
    eve = add_person("Eve Nobody", "eve@example.org", "picker", by=inside.by())
    choose_pin(eve, hash_secret("8405"), by=inside.by())
    rows = [
        *db.session.execute(select(Operation.answer, Operation.memory)),
        *db.session.execute(db.text("SELECT facts FROM event")),
    ]
    assert not any(word in str(rows) for word in ("argon2", "8405", "Eve", "eve@"))
    assert repr(hash_secret("8405")) == "Secret"


def test_the_same_form_makes_the_same_link() -> None:
    assert token_for("op-1", "key") == token_for("op-1", b"key")
    assert len({token_for("op-1", "key"), token_for("op-2", "key"), token_for("op-1", "other")}) == 3
