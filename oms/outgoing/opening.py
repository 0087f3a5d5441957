"""A place on each account's page for what it was told, and the count of what waits for somebody."""

from __future__ import annotations

from flask import Flask

from oms.channels.models import Channel
from oms.channels.panels import PANELS, WAITS, Panel
from oms.outgoing.offer_pages import refusing_accounts, stock_panel
from oms.outgoing.queries import Standing, standing_of, what_waits
from oms.outgoing.ways import can_hear


def prepare(app: Flask) -> None:
    del app
    if TOLD not in PANELS:
        PANELS.extend((TOLD, STOCK))
        WAITS.extend((what_waits, refusing_accounts))


def _told(channel: Channel) -> Standing | None:
    return standing_of(channel) if can_hear(channel) else None


TOLD = Panel("outgoing/_told.html", _told)
STOCK = Panel("outgoing/_stock.html", stock_panel)
