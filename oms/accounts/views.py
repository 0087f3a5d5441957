"""Signing in and out, the first visit, and the shared tablet."""

from __future__ import annotations

from flask import Response, g, request, url_for

from oms.accounts import own_views, people_views, queries
from oms.accounts.blueprint import bp
from oms.accounts.choosing import new_password
from oms.accounts.forms import InvitedForm, OwnerForm, PinPadForm, SignInForm
from oms.accounts.hashing import hash_token
from oms.accounts.inviting import accept_invitation, become_owner, open_invitation
from oms.accounts.signing_in import check_password, start
from oms.accounts.signing_in import sign_out as end_sign_in
from oms.accounts.switching import is_tablet, lock_tablet, share_tablet, unlock_tablet
from oms.core.errors import Refused
from oms.web import auth
from oms.web.auth import needs, public
from oms.web.headers import forget_pages
from oms.web.htmx import plain_redirect, render
from oms.web.nav import nav_items
from oms.web.routes import does, no_undo

__all__ = ["bp", "own_views", "people_views"]


@bp.get("/home")
@public
def home() -> Response:
    """On to the first page that the visitor may open."""
    pages = nav_items()
    return plain_redirect(pages[0].url if pages else url_for(".account" if g.user else ".sign_in"))


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@no_undo("Sign out instead.")
def sign_in() -> Response:
    if request.method == "GET" and is_tablet(auth.token()):
        return plain_redirect(url_for(".who", next=_next()))
    form = SignInForm()
    if not form.validate_on_submit():
        return render("accounts/sign_in.html", status=_status(form), form=form, refusal=None)
    try:
        user_id = check_password(form.email.data or "", form.password.data or "", auth.address())
    except Refused as refusal:
        return render("accounts/sign_in.html", status=refusal.status, form=form, refusal=refusal.sentence)
    return _welcome(user_id)


@bp.post("/sign-out")
@public
@no_undo("Sign in again.")
def sign_out() -> Response:
    carried = auth.token()
    if carried:
        end_sign_in(carried)
    auth.end_session()
    return forget_pages(plain_redirect(url_for(".sign_in")))


@bp.route("/set-up/<token>", methods=["GET", "POST"])
@public
@does(become_owner, accept_invitation)
def set_up(token: str) -> Response:
    invitation = open_invitation(hash_token(token))
    invited = queries.person(invitation.user_id) if invitation.user_id else None
    form = InvitedForm() if invited else OwnerForm()
    if not form.validate_on_submit():
        return render("accounts/set_up.html", status=_status(form), form=form, invited=invited, refusal=None)
    try:
        user_id = _accept(form, hash_token(token), (invited.name, invited.email or "") if invited else None)
    except Refused as no:
        return render(
            "accounts/set_up.html", status=no.status, form=form, invited=invited, refusal=no.sentence
        )
    return _welcome(user_id)


@bp.post("/account/tablet")
@needs("account.own")
@does(share_tablet)
def share() -> Response:
    share_tablet(hash_token(auth.token() or ""), g.user.id, by=g.by)
    return forget_pages(plain_redirect(url_for(".who")))


@bp.get("/who")
@public
def who() -> Response:
    if not is_tablet(auth.token()):
        return plain_redirect(url_for(".sign_in"))
    return render("accounts/who.html", pickers=queries.pickers(), next=_next())


@bp.route("/who/<int:user_id>", methods=["GET", "POST"])
@public
@no_undo("Lock the tablet instead.")
def pin_pad(user_id: int) -> Response:
    carried = auth.token()
    if carried is None or not is_tablet(carried):
        return plain_redirect(url_for(".sign_in"))
    form, picker = PinPadForm(), queries.person(user_id)
    if not form.validate_on_submit():
        return render("accounts/pin_pad.html", status=_status(form), form=form, picker=picker, refusal=None)
    try:
        unlock_tablet(carried, user_id, form.pin.data or "")
    except Refused as no:
        return render(
            "accounts/pin_pad.html", status=no.status, form=form, picker=picker, refusal=no.sentence
        )
    auth.start_session(carried)
    return plain_redirect(_next() or url_for(".home"))


@bp.post("/who/lock")
@public
@no_undo("Type the PIN again.")
def lock() -> Response:
    carried = auth.token()
    if carried and is_tablet(carried):
        lock_tablet(carried)
    return forget_pages(plain_redirect(url_for(".who")))


def _accept(form: InvitedForm | OwnerForm, token_hash: str, invited: tuple[str, str] | None) -> int:
    password, by = form.password.data or "", auth.by("setup")
    if invited is not None or not isinstance(form, OwnerForm):
        return accept_invitation(token_hash, new_password(password, *(invited or ())), by=by)
    name, email = form.name.data or "", form.email.data or ""
    return become_owner(token_hash, name, email, new_password(password, name, email), by=by)


def _welcome(user_id: int) -> Response:
    """Signed in with a new token, and on to where the person wanted to go."""
    auth.start_session(start(user_id, auth.token()))
    return plain_redirect(_next() or url_for(".home"))


def _next() -> str | None:
    return auth.safe_path(request.args.get("next"))


def _status(form: SignInForm | OwnerForm | InvitedForm | PinPadForm) -> int:
    return 422 if form.errors else 200
