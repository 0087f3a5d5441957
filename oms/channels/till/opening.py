"""A place on an account's page for the sales at its till."""

from __future__ import annotations

from flask import Flask

from oms.channels.panels import PANELS, Panel
from oms.channels.till.queries import till_of

SALES = Panel("channels/_till.html", till_of)


def prepare(app: Flask) -> None:
    del app
    if SALES not in PANELS:
        PANELS.append(SALES)
