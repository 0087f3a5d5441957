"""What may stand in an address."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter

from oms.core.digits import DIGITS


class Id(IntegerConverter):
    """An id; one that no row can have leads to no page."""

    regex = DIGITS


def prepare(app: Flask) -> None:
    app.url_map.converters["int"] = Id
