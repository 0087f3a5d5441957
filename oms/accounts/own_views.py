"""One's own account: the password, the PIN, and where one is signed in."""

from __future__ import annotations

from typing import Any

from flask import Response, g, url_for

from oms.accounts import queries
from oms.accounts.blueprint import bp
from oms.accounts.choosing import change_password, choose_pin, confirm_password, new_password, new_pin
from oms.accounts.forms import PasswordForm, PinForm
from oms.accounts.hashing import hash_token
from oms.accounts.roles import DESCRIPTIONS, may_pick
from oms.accounts.signing_in import sign_out_elsewhere
from oms.core.errors import Refused
from oms.web import auth
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does


@bp.get("/account")
@needs("account.own")
def account() -> Response:
    return _page()


@bp.post("/account/password")
@needs("account.own")
@does(change_password)
def change_own_password() -> Response:
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(422, password_form=form)
    me = queries.person(g.user.id)
    try:
        secret = new_password(form.password.data or "", me.name, me.email or "")
        confirm_password(g.user.id, form.present.data or "", auth.address())
        change_password(g.user.id, secret, by=g.by, stay=_own_hash())
    except Refused as refusal:
        return _page(refusal.status, password_form=form, refusal=refusal.sentence)
    return _done("Your password is changed. Every other browser is signed out.")


@bp.post("/account/pin")
@needs("account.own")
@does(choose_pin)
def choose_own_pin() -> Response:
    form = PinForm()
    if not form.validate_on_submit():
        return _page(422, pin_form=form)
    choose_pin(g.user.id, new_pin(form.pin.data or ""), by=g.by)
    return _done("Your PIN is set. Use it on a shared tablet.")


@bp.post("/account/sign-ins")
@needs("account.own")
@does(sign_out_elsewhere)
def sign_out_others() -> Response:
    sign_out_elsewhere(g.user.id, _own_hash(), by=g.by)
    return _done("Every other browser is signed out.")


def _own_hash() -> str:
    return hash_token(auth.token() or "")


def _done(said: str) -> Response:
    return leave(url_for(".account"), said=said)


def _page(status: int = 200, **told: Any) -> Response:
    me = queries.person(g.user.id)
    shown: dict[str, Any] = {
        "me": me,
        "may_pick": may_pick(me.role),
        "description": DESCRIPTIONS[me.role],
        "password_form": PasswordForm(formdata=None),
        "pin_form": PinForm(formdata=None),
        "refusal": None,
    }
    return render("accounts/account.html", status=status, **(shown | told))
