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
LEAVING = {"accounts.sign_out", "accounts.share"}


@dataclass
class Form:
    """Where it goes, and what it would send as it stands."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """All forms of one page, with the fields that lie outside of one and name it by `form=`."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__()
        self.url, self.found, self._open = url, [], None  # type: ignore[var-annotated]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(told.get("action") or self.url, told.get("method", "get").upper())
            self.found.append(self._open)
        elif (
            tag in {"input", "select", "textarea", "button"}
            and told.get("name")
            and self._open
            and told["name"] not in OURS
        ):
            if told.get("type") != "file":
                self._open.fields.setdefault(told["name"], told.get("value", ""))
        elif tag == "option" and self._open and self._open.fields and "selected" in told:
            self._open.fields[list(self._open.fields)[-1]] = told.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


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
