"""A place on the page of each web store for its tokens."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask

from oms.channels.models import Channel
from oms.channels.panels import PANELS, Panel
from oms.channels.webstore.models import ApiToken
from oms.channels.webstore.tokens import working_tokens


def prepare(app: Flask) -> None:
    del app
    if TOKENS not in PANELS:
        PANELS.append(TOKENS)


def _tokens(channel: Channel) -> Sequence[ApiToken] | None:
    return working_tokens(channel.id) if channel.kind == "webstore" else None


TOKENS = Panel("webstore/_tokens.html", _tokens)
