"""Whole pages for browsers, named blocks for htmx. Only this module knows htmx's headers."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, current_app, flash, make_response, redirect
from flask_htmx import HTMX

from oms.web.urls import parts_of

htmx = HTMX()


def wants_fragment() -> bool:
    """A part of a page; boosted links and restored history need the whole."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render(template: str, *, block: str | None = None, status: int = 200, **context: Any) -> Response:
    """The page, or for htmx only the block of it that is named."""
    text = _block(template, block, context) if block and wants_fragment() else _page(template, context)
    response = make_response(text, status)
    response.vary.add("HX-Request")
    return response


def done(template: str, *, next: str, toast: str | None = None, **context: Any) -> Response:  # noqa: A002 — it reads as the sentence it is
    """The answer to an action: for htmx what it changed, for a plain browser the next page."""
    if not wants_fragment():
        return plain_redirect(next)
    response = make_response(_page(template, context))
    return _trigger(response, {"toast": {"text": toast, "tone": "go"}} if toast else {})


def leave(to: str, *, said: str | None = None, undo: str | None = None) -> Response:
    """Go to another page after an action; it begins with what was said, and offers to undo that operation.

    htmx asks for that page as for a link: whole, and from its top.
    """
    if said:
        flash(said, undo or "")
    if not wants_fragment():
        return plain_redirect(to)
    response = make_response("", 204)
    whole = {
        "path": to,
        "target": "body",
        "swap": "innerHTML show:window:top",
        "headers": {"HX-Boosted": "true"},
    }
    response.headers["HX-Location"] = json.dumps(whole)
    return response


def leave_for_good(to: str) -> Response:
    """The session is over: load another page whole. Never a form to sign in inside of a row."""
    if not wants_fragment():
        return plain_redirect(to)
    response = make_response("", 401)
    response.headers["HX-Redirect"] = to
    response.vary.add("HX-Request")
    return response


def current_page() -> str | None:
    """The path of the page from which htmx asks."""
    parts = parts_of(htmx.current_url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or None


def plain_redirect(to: str) -> Response:
    response = redirect(to, 303)
    response.vary.add("HX-Request")
    return make_response(response)


def toast(sentence: str, *, status: int, tone: str = "stop") -> Response:
    """Tell htmx's page one sentence and change nothing on it."""
    response = make_response(sentence, status)
    response.headers["HX-Reswap"] = "none"
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return _trigger(response, {"toast": {"text": sentence, "tone": tone}})


def trigger(response: Response, **events: Any) -> Response:
    """Add events that the page's behaviours listen to, such as `scan:right`."""
    return _trigger(response, events)


def _trigger(response: Response, events: dict[str, Any]) -> Response:
    if events:
        already = json.loads(response.headers.get("HX-Trigger", "{}"))
        response.headers["HX-Trigger"] = json.dumps(already | events)
    response.vary.add("HX-Request")
    return response


def _page(template: str, context: dict[str, Any]) -> str:
    current_app.update_template_context(context)
    return current_app.jinja_env.get_template(template).render(context)


def _block(template: str, block: str, context: dict[str, Any]) -> str:
    current_app.update_template_context(context)
    found = current_app.jinja_env.get_template(template)
    return "".join(found.blocks[block](found.new_context(context)))
