"""The counts beside the navigation, and the version that live pages ask for."""

from __future__ import annotations

from flask import Flask, g
from sqlalchemy import func, select

from oms.core.db import db
from oms.core.events import Event
from oms.desk.queries import counts_by_headline
from oms.orders.headline import Code
from oms.web.live import watching
from oms.web.nav import COUNTS


def prepare(app: Flask) -> None:
    app.extensions["version"] = watching(app, _newest_event)
    COUNTS["desk.queue"] = lambda: _counts()["open"]
    COUNTS["picking.index"] = lambda: _counts()[Code.READY]
    COUNTS["packing.index"] = lambda: _counts()[Code.TO_PACK]
    COUNTS["shipping.index"] = lambda: _counts()[Code.PACKED]


def _counts() -> dict[str, int]:
    """Counted once for a page."""
    if "counts" not in g:
        g.counts = counts_by_headline()
    return g.counts  # type: ignore[no-any-return]  # Flask's g has no types


def _newest_event() -> int:
    newest = db.session.scalar(select(func.max(Event.id))) or 0
    db.session.rollback()
    return newest
