"""Every refusal as a sentence, every error as a page that looks like the product."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from math import ceil
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from oms.core.db import db, is_collision, is_disk_full, ran_out_of_time
from oms.core.errors import DiskFull, Refused
from oms.core.pacing import TooMany
from oms.core.traces import trace
from oms.web.auth import safe_path
from oms.web.htmx import render, toast, wants_fragment
from oms.web.logs import request_id
from oms.web.machines import is_for_machines
from oms.web.urls import parts_of

log = logging.getLogger(__name__)

SENTENCES = {
    400: "The request could not be read. Nothing was saved; reload the page and try again.",
    401: "Please sign in again.",
    403: "Your account may not do this.",
    404: "There is no such page.",
    405: "Nothing can be opened at this address.",
    413: "The file is larger than the shop takes at a time. Nothing was kept of it.",
    429: "Too many tries. Wait a little, then try again.",
    500: "Something went wrong on our side. Nothing was saved.",
    503: "The database does not answer. Nothing was saved; try again in a moment.",
    507: "The disk is full. Nothing was saved, and nothing that was there is lost.",
}
EXPIRED = "This page was open for too long. Nothing was saved; reload it and try again."
BUSY = "Somebody else is changing the same thing, or there is a lot to do. Nothing was saved; try again."
PAGES = {400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 507}
RETRY_AFTER = {429: "60", 503: "5"}


def prepare(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DiskFull, lambda _error: answer(507))
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _bug)


def answer(status: int, sentence: str | None = None, details: Sequence[tuple[str, str]] = ()) -> Response:
    """One sentence: as JSON for a program, as a toast for htmx, else as a page. Only a program is told the details."""
    page = status if status in PAGES else 500 if status > 500 else 400  # noqa: PLR2004 — ours or theirs
    said = sentence or SENTENCES.get(status) or SENTENCES[page]
    told = _as_json(status, said, details) if is_for_machines() else _told(status, page, said)
    if status in RETRY_AFTER:
        told.headers.setdefault("Retry-After", RETRY_AFTER[status])
    return told


def _told(status: int, page: int, said: str) -> Response:
    return toast(_numbered(status, said), status=status) if wants_fragment() else _page(page, status, said)


def _as_json(status: int, said: str, details: Sequence[tuple[str, str]]) -> Response:
    told = [{"where": where, "what": what} for where, what in details]
    return make_response(jsonify(error=_numbered(status, said), details=told), status)


def _numbered(status: int, said: str) -> str:
    """A mistake of ours goes by the number that its trace in the log has."""
    return f"{said} Its number is {request_id()}." if status == 500 else said  # noqa: PLR2004 — a bug


def _page(page: int, status: int, said: str) -> Response:
    told: dict[str, Any] = {
        "request_id": request_id(),
        "status": status,
        "code": status,
        "sentence": said,
        "back": _back(),
    }
    try:
        return render(f"errors/{page}.html", **told)
    except DBAPIError:
        return _without_database(f"errors/{page}.html", told)


def _without_database(template: str, told: dict[str, Any]) -> Response:
    """The page as for a stranger, whose navigation counts nothing."""
    db.session.rollback()
    g.user = None
    return render(template, **told)


def _back() -> str:
    """Where the person came from, if that was another of our pages, else the first page."""
    came_from = parts_of(request.referrer)
    if came_from.netloc != request.host or came_from.path == request.path:
        return "/"
    return safe_path(f"{came_from.path}?{came_from.query}".rstrip("?")) or "/"


def _refused(refusal: Refused) -> Response:
    told = answer(refusal.status, refusal.sentence, getattr(refusal, "details", ()))
    if isinstance(refusal, TooMany):
        told.headers["Retry-After"] = str(ceil(refusal.wait.total_seconds()))
    return told


def _csrf(_error: CSRFError) -> Response:
    return answer(400, EXPIRED)


def _http(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):
        return Response(
            "This shop is not reached by that name.", 400, content_type="text/plain; charset=utf-8"
        )
    if error.response is not None:
        return error.response  # type: ignore[return-value]  # Flask's own responses throughout
    told = answer(error.code or 500)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        told.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return told


def _database(error: DBAPIError) -> Response:
    db.session.rollback()
    if is_disk_full(error):
        return answer(507)
    if ran_out_of_time(error) or is_collision(error):
        log.warning("a page ran out of time\n%s", trace(error))
        return answer(503, BUSY)
    log.error("database error\n%s", trace(error))
    gone = error.connection_invalidated or isinstance(error, OperationalError)
    return answer(503 if gone else 500)


def _bug(error: Exception) -> Response:
    db.session.rollback()
    log.error("unexpected error\n%s", trace(error))
    return answer(500)
