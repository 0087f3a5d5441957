"""Who may open what. Every route says so, and one that says nothing is refused.

This module knows no people: whoever keeps them plugs in how a browser's token becomes a visitor.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, Response, abort, current_app, g, request, session, url_for
from flask_wtf.csrf import CSRFProtect

from oms.core import clock
from oms.core.errors import WrongInput
from oms.core.operations import By
from oms.web.htmx import current_page, leave_for_good, wants_fragment

V = TypeVar("V", bound=Callable[..., Any])
log = logging.getLogger(__name__)
csrf = CSRFProtect()

TOKEN, ACTIVE = "token", "active"
STAMP_EVERY = timedelta(seconds=15)
OPERATION_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
OUTSIDE = re.compile(r"[\x00-\x1f\x7f\\]|^//|^(?!/)")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Visitor(Protocol):
    """Somebody who is signed in. `relocks`: only as long as they keep doing something."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def relocks(self) -> bool: ...
    def may(self, permission: str) -> bool: ...


class FindVisitor(Protocol):
    def __call__(self, token: str, active_at: datetime | None, *, present: bool) -> Visitor | None: ...


def needs(permission: str) -> Callable[[V], V]:
    """The route is for those who have this permission."""

    def declare(view: V) -> V:
        view.permission = permission  # type: ignore[attr-defined]  # read by the guard and the route test
        return view

    return declare


def public(view: V) -> V:
    """The route is for everybody, such as the page to sign in."""
    view.permission = None  # type: ignore[attr-defined]
    return view


def prepare(app: Flask) -> None:
    """Guard every request: first who it is and what they may, then that a form is our own."""
    app.extensions["find_visitor"] = None
    app.before_request(_guard)
    csrf.init_app(app)
    public(app.view_functions["static"])


def plug(app: Flask, find_visitor: FindVisitor) -> None:
    """Say how tokens become visitors."""
    app.extensions["find_visitor"] = find_visitor


def start_session(token: str) -> None:
    """The browser carries this token from now on, and nothing of what it carried before."""
    session.clear()
    session.permanent = True
    session[TOKEN] = token
    session[ACTIVE] = _stamp()


def end_session() -> None:
    session.clear()


def token() -> str | None:
    """What this browser carries; it may be over already."""
    carried = session.get(TOKEN)
    return carried if isinstance(carried, str) else None


def address() -> str:
    """Where the request comes from."""
    return request.remote_addr or ""


def safe_path(target: str | None) -> str | None:
    """A path on this site to go on to, or None: nobody is sent elsewhere by a link to us."""
    if not target or len(target) > 2000 or OUTSIDE.search(target):  # noqa: PLR2004 — longer than any of ours
        return None
    return target


def by(actor: str) -> By:
    """The actor with the id that the form was made with, so that a form sent twice acts once."""
    told = request.form.get("operation_id") or request.headers.get("X-Operation-Id")
    if told is None:
        return By(actor)
    if not OPERATION_ID.fullmatch(told):
        raise WrongInput("The request could not be read. Reload the page and try again.")
    return By(actor, told)


def _guard() -> Response | None:
    if request.endpoint == "static":
        return None
    g.user = _visitor()
    if request.endpoint is None:  # there is no such page, and the answer says so to this person
        return None
    needed = _declared(request.endpoint)
    if g.user is not None:
        g.by = by(f"user:{g.user.id}")
    if needed is None:
        return None
    if g.user is None:
        return _ask_to_sign_in()
    return None if g.user.may(needed) else _turn_away()


def _declared(endpoint: str) -> str | None:
    view = current_app.view_functions[endpoint]
    if not hasattr(view, "permission"):
        raise RuntimeError(f"{endpoint} does not say who may open it")
    return cast("str | None", view.permission)


def _turn_away() -> Response:
    """Nobody is turned away at the bare address."""
    if request.path != "/":
        log.warning("user:%s may not open %s", g.user.id, request.endpoint)
        abort(403)
    return leave_for_good(url_for("accounts.home"))


def _visitor() -> Visitor | None:
    find_visitor, carried = current_app.extensions["find_visitor"], token()
    if carried is None or find_visitor is None:
        return None
    present = not (wants_fragment() and request.method in SAFE_METHODS)
    visitor: Visitor | None = find_visitor(carried, _active_at(), present=present)
    if visitor is not None and visitor.relocks and present:
        _stay_active()
    return visitor


def _active_at() -> datetime | None:
    stamp = session.get(ACTIVE)
    return datetime.fromtimestamp(stamp, UTC) if isinstance(stamp, int) else None


def _stay_active() -> None:
    active_at = _active_at()
    if active_at is None or clock.now() - active_at > STAMP_EVERY:
        session[ACTIVE] = _stamp()


def _stamp() -> int:
    return int(clock.now().timestamp())


def _ask_to_sign_in() -> Response:
    """To the page to sign in, and from there back to where the person wanted to go."""
    wanted = (
        request.full_path.rstrip("?") if request.method == "GET" and not wants_fragment() else current_page()
    )
    return leave_for_good(url_for("accounts.sign_in", next=safe_path(wanted)))
