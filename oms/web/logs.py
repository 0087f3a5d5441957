"""The log, on the standard error: a line for each request, with a number that the person can be asked for.

It tells who by their id, where by the route, and nothing that somebody typed: no address, no query, no token.
"""

from __future__ import annotations

import logging
import re
import time
from uuid import uuid4

from flask import Flask, Response, current_app, g, has_request_context, request
from flask.logging import wsgi_errors_stream

log = logging.getLogger(__name__)
TOLD = "X-Request-ID"
READABLE = re.compile(r"[A-Za-z0-9._-]{1,64}")
LINE = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s [%(request)s] %(message)s"
UNCHANGED = 304


class Lines(logging.StreamHandler):  # type: ignore[type-arg]  # whatever the server reads errors from
    """Each line with the moment and the number of the request; what belongs to none has a dash."""

    def __init__(self) -> None:
        super().__init__(wsgi_errors_stream)
        formatter = logging.Formatter(LINE, "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        self.setFormatter(formatter)
        self.addFilter(_numbered)


def prepare(app: Flask) -> None:
    """First of all that a request passes through, and last of all that an answer does."""
    ours = logging.getLogger("oms")
    if not any(isinstance(one, Lines) for one in ours.handlers):
        ours.addHandler(Lines())
    if ours.level == logging.NOTSET:
        ours.setLevel(logging.INFO)
    app.before_request(_begin)
    app.after_request(_tell)


def request_id() -> str:
    """The number of this request: the proxy's, where the shop says that there is one, else our own."""
    if "request_id" not in g:
        told = request.headers.get(TOLD, "") if current_app.extensions["settings"].proxy_count else ""
        g.request_id = told if READABLE.fullmatch(told) else uuid4().hex[:12]
    return str(g.request_id)


def _begin() -> None:
    g.began = time.perf_counter()


def _tell(response: Response) -> Response:
    response.headers[TOLD] = request_id()
    if not _is_routine(response):
        who = f"user:{g.user.id}" if g.get("user") else g.get("caller", "-")
        spent = 1000 * (time.perf_counter() - g.get("began", time.perf_counter()))
        log.info("%s %s %s %.0f ms %s", request.method, _route(), response.status_code, spent, who)
    return response


def _is_routine(response: Response) -> bool:
    """What a browser asks for by itself, such as a style sheet, or whether anything is new."""
    return request.endpoint == "static" or response.status_code == UNCHANGED


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "nowhere"


def _numbered(record: logging.LogRecord) -> bool:
    record.request = request_id() if has_request_context() else "-"
    return True
