"""What one person may not do without end: search, and give files. Papers count themselves when they are printed."""

from __future__ import annotations

from flask import Flask, current_app, g, request

from oms.core.pacing import Pace, Paces

SEARCHES = Pace("searches", at_once=200, each_second=10)
FILES = Pace("files", at_once=60, each_second=0.5)


def prepare(app: Flask) -> None:
    app.extensions["paces"] = Paces()
    app.before_request(_count)


def claim(pace: Pace, count: int = 1, *, who: str | None = None) -> None:
    """So many more by whoever is signed in, or by that program; TooMany where they have to wait."""
    current_app.extensions["paces"].claim(pace, who or g.user.id, count)


def _count() -> None:
    """By what a request looks like, so that no new page can forget it. A file that is refused was not read yet."""
    if g.get("user") is None:
        return
    if request.args.get("q"):
        claim(SEARCHES)
    if request.mimetype == "multipart/form-data":
        claim(FILES)
