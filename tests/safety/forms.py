"""The forms that pages really show, as whoever sits at the browser could send them with other words in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.browser import Browser
from tests.lived_in import LivedIn
from tests.shop import Shop
from tests.visitors import Route, routes

OURS = {"csrf_token", "operation_id"}
FIELDS = {"input", "select", "textarea", "button"}
LEAVING = {"accounts.sign_out", "accounts.share"}

LIKELY = {
    "quantity": "1", "counted": "1", "amount": "1.00", "name": "Box", "text": "Hello", "reason": "manual", "pin": "7319",
    "email": "x@example.org", "x": "1", "y": "1", "target": "A-10-1", "number": "1Z5R89390357567127", "first": "2026-12-24",
    "last": "2026-12-24", "price": "1.00", "sku_id": "1", "id": "1", "line1": "Way 1", "city": "Cork", "cut_off": "14:00",
    "at": "2026-11-24T10:00", "code": "LAMP", "weight_g": "900", "kind": "box", "length_mm": "100", "width_mm": "100",
    "height_mm": "100", "tare_g": "10", "aisles": "B", "levels": "2", "carrier": "DHL", "version": "1", "parcel": "1",
}  # fmt: skip
HIDDEN = {
    "channels.map_one": "sku_id quantity",
    "channels.start": "channel_id",
    "channels.upload": "channel_id",
    "documents.slips": "id",
    "floorplan.preview": "aisles first last levels",
    "orders.release": "reason",
    "packing.change": "version name kind length_mm width_mm height_mm tare_g",
    "packing.count": "code quantity parcel",
    "packing.remove": "sku_id quantity",
    "packing.seal": "packaging_id weight_g",
    "packing.take": "code parcel",
    "picking.count": "quantity code",
    "shipping.deliver": "at",
    "web.undo": "next",
}


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
    for route in showing(app):
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


def showing(app: Flask) -> Iterator[Route]:
    """What may be a page; papers hold neither forms nor links."""
    return (
        one
        for one in routes(app)
        if one.method == "GET" and one.endpoint != "static" and not one.rule.rule.endswith(".pdf")
    )


def changing(app: Flask) -> Iterator[Route]:
    return (route for route in routes(app) if route.method != "GET")


def forms(shop: Shop, lived: LivedIn, browser: Browser) -> Iterator[tuple[Route, Form]]:
    """A form for every changing route: as a page shows it, filled in, or with the fields that a page would
    show at another time.
    """
    shown = forms_of(shop.app, browser, lived)
    for route in changing(shop.app):
        if route.endpoint in LEAVING | {"accounts.disable"}:
            continue
        form = shown.get(route.endpoint) or Form(route.url(shop.app, lived), "POST")
        names = [*form.fields, *HIDDEN.get(route.endpoint, "").split()]
        yield (
            route,
            Form(
                form.action, "POST", {name: form.fields.get(name) or LIKELY.get(name, "") for name in names}
            ),
        )
