"""The count beside Messages: what could not be sent."""

from __future__ import annotations

from flask import Flask

from oms.notifications.queries import count_given_up
from oms.web.nav import COUNTS


def prepare(app: Flask) -> None:
    del app
    COUNTS["notifications.index"] = lambda: count_given_up() or None
