"""The people of the shop, for the owner."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, flash, g, request, url_for

from oms.accounts import queries
from oms.accounts.blueprint import bp
from oms.accounts.choosing import choose_pin, new_pin, remove_pin
from oms.accounts.forms import PersonForm, PinForm, RoleForm
from oms.accounts.hashing import hash_token, token_for
from oms.accounts.inviting import invite_person
from oms.accounts.people import add_person, change_role, disable_person, enable_person
from oms.accounts.roles import DESCRIPTIONS, ROLES, may_pick
from oms.core.errors import Refused
from oms.core.operations import By
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does


@bp.get("/people")
@needs("people.manage")
def people() -> Response:
    return _list(PersonForm(formdata=None))


@bp.post("/people")
@needs("people.manage")
@does(add_person, choose_pin, invite_person)
def add() -> Response:
    form = PersonForm()
    if not form.validate_on_submit():
        return _list(form, 422)
    try:
        user_id = add_person(form.name.data or "", form.email.data or None, form.role.data, by=g.by)
    except Refused as refusal:
        return _list(form, refusal.status, refusal.sentence)
    if form.pin.data and may_pick(form.role.data):
        choose_pin(user_id, new_pin(form.pin.data), by=g.by.part("pin"))
    link = _link(user_id, g.by.part("link")) if form.email.data else None
    flash(f"{form.name.data} works here now.", g.by.operation_id)
    return _person(user_id, link=link)


@bp.get("/people/<int:user_id>")
@needs("people.manage")
def person(user_id: int) -> Response:
    return _person(user_id)


@bp.post("/people/<int:user_id>/role")
@needs("people.manage")
@does(change_role)
def give_role(user_id: int) -> Response:
    form = RoleForm()
    if not form.validate_on_submit():
        return _person(user_id, 422, role_form=form)
    try:
        change_role(user_id, form.role.data, by=g.by)
    except Refused as refusal:
        return _person(user_id, refusal.status, refusal=refusal.sentence)
    return leave(url_for(".person", user_id=user_id), said="The role is changed.", undo=g.by.operation_id)


@bp.post("/people/<int:user_id>/pin")
@needs("people.manage")
@does(choose_pin)
def give_pin(user_id: int) -> Response:
    form = PinForm()
    if not form.validate_on_submit():
        return _person(user_id, 422, pin_form=form)
    choose_pin(user_id, new_pin(form.pin.data or ""), by=g.by)
    return leave(url_for(".person", user_id=user_id), said="The new PIN works from now on.")


@bp.post("/people/<int:user_id>/pin/removal")
@needs("people.manage")
@does(remove_pin)
def take_pin(user_id: int) -> Response:
    remove_pin(user_id, by=g.by)
    return leave(url_for(".person", user_id=user_id), said="The PIN is taken away.")


@bp.post("/people/<int:user_id>/invitation")
@needs("people.manage")
@does(invite_person)
def invite(user_id: int) -> Response:
    return _person(user_id, link=_link(user_id, g.by))


@bp.post("/people/<int:user_id>/disabled")
@needs("people.manage")
@does(disable_person)
def disable(user_id: int) -> Response:
    try:
        disable_person(user_id, by=g.by)
    except Refused as refusal:
        return _person(user_id, refusal.status, refusal=refusal.sentence)
    return leave(
        url_for(".person", user_id=user_id),
        said="The account is disabled, and signed out everywhere.",
        undo=g.by.operation_id,
    )


@bp.post("/people/<int:user_id>/enabled")
@needs("people.manage")
@does(enable_person)
def enable(user_id: int) -> Response:
    enable_person(user_id, by=g.by)
    return leave(url_for(".person", user_id=user_id), said="The account works again.", undo=g.by.operation_id)


def _link(user_id: int, by: By) -> str:
    """The link to choose a password, shown this once. The same form sent again shows the same one."""
    token = token_for(by.operation_id, current_app.secret_key or "")
    invite_person(user_id, hash_token(token), by=by)
    return _address(url_for(".set_up", token=token))


def _address(path: str) -> str:
    """As others reach it: by BASE_URL where it is set, else as whoever asks came here."""
    base: str = current_app.extensions["settings"].base_url or request.host_url
    return f"{base.rstrip('/')}{path}"


def _list(form: PersonForm, status: int = 200, refusal: str | None = None) -> Response:
    told = {"refusal": refusal, "people": queries.everyone(), "descriptions": DESCRIPTIONS}
    return render("accounts/people.html", status=status, block=None, form=form, **told)


def _person(user_id: int, status: int = 200, **told: Any) -> Response:
    one = queries.person(user_id)
    shown: dict[str, Any] = {
        "person": one,
        "may_pick": may_pick(one.role),
        "roles": ROLES,
        "descriptions": DESCRIPTIONS,
        "role_form": RoleForm(formdata=None, role=one.role),
        "pin_form": PinForm(formdata=None),
        "link": None,
        "refusal": None,
    }
    return render("accounts/person.html", status=status, **(shown | told))
