"""The core's second command; the first is found by its name, as in every package."""

from __future__ import annotations

from flask import Flask

from oms.core.commands import facts


def prepare(app: Flask) -> None:
    app.cli.add_command(facts)
