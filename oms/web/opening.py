"""What every request passes through, in this order: headers, who it is, and whether the form is ours."""

from __future__ import annotations

from flask import Flask

from oms.web import auth, headers


def prepare(app: Flask) -> None:
    headers.prepare(app)
    auth.prepare(app)
