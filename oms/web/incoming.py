"""What may come in: ids in addresses, text in questions and forms."""

from __future__ import annotations

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

from oms.core.digits import DIGITS
from oms.web.headers import CHANGING
from oms.web.machines import is_for_machines

FORMS = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data"})


class Id(IntegerConverter):
    """An id; one that no row can have leads to no page."""

    regex = DIGITS


def prepare(app: Flask) -> None:
    app.url_map.converters["int"] = Id
    app.before_request(_refuse_what_is_no_form)
    app.before_request(_refuse_zero_bytes)


def _refuse_what_is_no_form() -> None:
    """Fields are text, as forms send them. JSON would smuggle numbers and lists into them."""
    if request.method in CHANGING and request.mimetype not in FORMS and not is_for_machines():
        abort(415)


def _refuse_zero_bytes() -> None:
    """No text has them, and PostgreSQL keeps none. A program's body is left as it came: its bytes are signed."""
    if is_for_machines():
        return
    told = [
        text for texts in (request.args, request.form) for pair in texts.items(multi=True) for text in pair
    ]
    files = [file.filename or "" for file in request.files.values()]
    if any("\0" in text for text in (request.path, *told, *files)):
        abort(400)
