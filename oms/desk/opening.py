"""The counts beside the navigation, and the version that live pages ask for."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from oms.core.db import db
from oms.core.events import Event
from oms.desk.counting import counts
from oms.orders.headline import Code
from oms.web.live import watching
from oms.web.nav import COUNTS


def prepare(app: Flask) -> None:
    app.extensions["version"] = watching(app, _newest_event)
    COUNTS["desk.queue"] = lambda: counts()["open"]
    COUNTS["picking.index"] = lambda: counts()[Code.READY]
    COUNTS["packing.index"] = lambda: counts()[Code.TO_PACK]
    COUNTS["shipping.index"] = lambda: counts()[Code.PACKED]


def _newest_event() -> int:
    newest = db.session.scalar(select(func.max(Event.id))) or 0
    db.session.rollback()
    return newest
