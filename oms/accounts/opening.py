"""Tells the web side who is behind a browser's token."""

from __future__ import annotations

from flask import Flask

from oms.accounts.signing_in import find_visitor
from oms.web import auth


def prepare(app: Flask) -> None:
    auth.plug(app, find_visitor)
