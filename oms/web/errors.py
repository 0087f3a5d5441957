"""Every refusal as a sentence, every error as a page that looks like the product."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from oms.core.db import db, is_disk_full
from oms.core.errors import DiskFull, Refused
from oms.web.htmx import render, toast, wants_fragment

log = logging.getLogger(__name__)

SENTENCES = {
    400: "The request could not be read. Reload the page and try again.",
    401: "Please sign in again.",
    403: "Your account may not do this.",
    404: "There is no such page.",
    405: "This cannot be done here.",
    413: "The file is too large.",
    429: "Too many tries. Wait a little, then try again.",
    500: "Something went wrong on our side. Nothing was saved.",
    503: "The database does not answer. Nothing was saved; try again in a moment.",
    507: "The disk is full. Nothing was saved, and nothing that was there is lost.",
}
PAGES = {403, 404, 409, 413, 422, 500, 503, 507}


def prepare(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DiskFull, lambda _error: answer(507))
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _bug)


def answer(status: int, sentence: str | None = None) -> Response:
    """One sentence: as a toast for htmx, else as a page."""
    said = sentence or SENTENCES.get(status, "This did not work.")
    if wants_fragment():
        return toast(said, status=status)
    page = status if status in PAGES else 500 if status > 500 else 409  # noqa: PLR2004 — ours or theirs
    told: dict[str, Any] = {"status": status, "code": status, "sentence": said, "back": _back()}
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
    """Where the person came from, if that was one of our pages, else the first page."""
    came_from = urlsplit(request.referrer or "")
    return came_from.path if came_from.netloc == request.host and came_from.path else "/"


def _refused(refusal: Refused) -> Response:
    return answer(refusal.status, refusal.sentence)


def _csrf(_error: CSRFError) -> Response:
    return answer(400, "This page was open for too long. Reload it and try again; nothing was saved.")


def _http(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):
        return Response(
            "This shop is not reached by that name.", 400, content_type="text/plain; charset=utf-8"
        )
    if error.response is not None:
        return error.response  # type: ignore[return-value]  # Flask's own responses throughout
    return answer(error.code or 500)


def _database(error: DBAPIError) -> Response:
    db.session.rollback()
    if is_disk_full(error):
        return answer(507)
    log.exception("database error", exc_info=error)
    gone = error.connection_invalidated or isinstance(error, OperationalError)
    return answer(503 if gone else 500)


def _bug(error: Exception) -> Response:
    db.session.rollback()
    log.exception("unexpected error", exc_info=error)
    return answer(500)
