"""Routes for programs, not for browsers: no cookie, no form, no page. Each proves in its own way who asks.

What goes wrong is told in JSON, also at an address below `/api/` where there is nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

from oms.web.auth import csrf, public

V = TypeVar("V", bound=Callable[..., Any])
ADDRESSES = "/api/"


def for_machines(view: V) -> V:
    """The route answers programs: whatever comes in is taken as it is, and refusals are JSON."""
    view.for_machines = True  # type: ignore[attr-defined]  # read below
    return csrf.exempt(public(view))  # type: ignore[no-any-return]  # Flask-WTF has no types


def is_for_machines() -> bool:
    """Whether the request that is being answered is for such a route."""
    if request.endpoint is None:
        return request.path.startswith(ADDRESSES)
    view = current_app.view_functions.get(request.endpoint)
    return getattr(view, "for_machines", False)
