"""Has the press ready before somebody prints."""

from __future__ import annotations

from flask import Flask, request

from oms.documents.printing import warm_up

SOON_PRINTING = {"packing", "shipping"}


def prepare(app: Flask) -> None:
    @app.before_request
    def expect_papers() -> None:
        """Who packs will print in a minute. A shop where nobody packs keeps the memory."""
        if request.blueprint in SOON_PRINTING and not app.testing:
            warm_up()
