"""The count beside Channels: what of all accounts waits for somebody."""

from __future__ import annotations

from flask import Flask

from oms.channels.panels import what_waits
from oms.web.nav import COUNTS


def prepare(app: Flask) -> None:
    del app
    COUNTS["channels.index"] = lambda: sum(what_waits().values()) or None
