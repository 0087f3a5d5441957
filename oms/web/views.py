"""Undo: one address for everything that can be taken back."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, g, request

from oms.core.operations import find_operation
from oms.core.undoing import undo_operation
from oms.web.auth import needs, safe_path
from oms.web.htmx import leave
from oms.web.routes import does

bp = Blueprint("web", __name__)


@bp.post("/undo/<path:operation_id>")
@needs("undo.do")
@does(undo_operation)
def undo(operation_id: str) -> Response:
    """Whoever may do a thing may take it back, also when somebody else did it."""
    if not any(g.user.may(permission) for permission in permissions_for(find_operation(operation_id).verb)):
        abort(403)
    undo_operation(operation_id, by=g.by)
    return leave(safe_path(request.form.get("next")) or "/", said="Undone.")


def permissions_for(verb: str) -> set[str]:
    """The permissions of the routes that call this verb. One that no route calls is undone by nobody here."""
    views = current_app.view_functions.values()
    calling = [view for view in views if any(one.name == verb for one in getattr(view, "verbs", ()))]
    return {str(needed) for view in calling if (needed := getattr(view, "permission", None))}
