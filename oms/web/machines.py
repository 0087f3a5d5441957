"""Routes for programs, not for browsers: no cookie, no form, no page. Each proves in its own way who asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

from oms.web.auth import csrf, public

V = TypeVar("V", bound=Callable[..., Any])


def for_machines(view: V) -> V:
    """The route answers programs: whatever comes in is taken as it is, and refusals are JSON."""
    view.for_machines = True  # type: ignore[attr-defined]  # read below
    return csrf.exempt(public(view))  # type: ignore[no-any-return]  # Flask-WTF has no types


def is_for_machines() -> bool:
    """Whether the request that is being answered is for such a route."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "for_machines", False)
