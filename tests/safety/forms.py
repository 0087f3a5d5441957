"""The forms that pages really show, as whoever sits at the browser could send them with other words in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.browser import Browser
from tests.lived_in import LivedIn
from tests.visitors import Route, routes

OURS = {"csrf_token", "operation_id"}
FIELDS = {"input", "select", "textarea", "button"}
LEAVING = {"accounts.sign_out", "accounts.share"}


@dataclass
class Form:
    """Where it goes, and what it would send as it stands. It `sends` where it has a button to do so."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    sends: bool = False


class Forms(HTMLParser):
    """All forms of one page."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__()
        self.url = url
        self.found: list[Form] = []
        self._open: Form | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(told.get("action") or self.url, told.get("method", "get").upper())
            self.found.append(self._open)
        elif self._open is not None:
            self._add(self._open, tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None

    def _add(self, form: Form, tag: str, told: dict[str, str]) -> None:
        if tag == "button":
            form.sends |= told.get("type", "submit") == "submit"
        name, kind = told.get("name"), told.get("type")
        if tag in FIELDS and name and name not in OURS and kind != "file":
            form.fields.setdefault(name, told.get("value", ""))
        elif tag == "option" and form.fields and "selected" in told:
            form.fields[list(form.fields)[-1]] = told.get("value", "")


def forms_of(app: Flask, browser: Browser, lived: LivedIn) -> dict[str, Form]:
    """One form for each changing route that some page shows, by its endpoint."""
    found: dict[str, Form] = {}
    for route in routes(app):
        if route.method != "GET" or route.endpoint == "static":
            continue
        url = route.url(app, lived)
        answer = browser.get(url, buffered=True)
        if answer.mimetype == "text/html":
            for form in Forms(url, answer.text).found:
                endpoint = _endpoint(app, form)
                if (
                    endpoint
                    and endpoint not in LEAVING
                    and len(form.fields) > len(found.get(endpoint, form).fields) - (endpoint not in found)
                ):
                    found[endpoint] = form
    return found


def _endpoint(app: Flask, form: Form) -> str | None:
    path = form.action.split("?")[0]
    try:
        return str(app.url_map.bind("localhost").match(path, method=form.method)[0])
    except HTTPException:
        return None


def changing(app: Flask) -> Iterator[Route]:
    return (route for route in routes(app) if route.method != "GET")
