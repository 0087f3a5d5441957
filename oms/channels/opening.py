"""The count beside Channels: what of all accounts waits for somebody; and where channels may be."""

from __future__ import annotations

from flask import Flask

from oms.channels.panels import what_waits
from oms.channels.where import allow_local
from oms.web.nav import COUNTS


def prepare(app: Flask) -> None:
    allow_local(app.extensions["settings"].allow_local_channels)
    COUNTS["channels.index"] = lambda: sum(what_waits().values()) or None
