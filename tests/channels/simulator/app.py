"""The server: each channel is a module of this folder with a blueprint `bp` and a `World` of its own state."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flask import Flask, Response, current_app, g, request

from tests.channels.simulator.faults import Faults

HERE = "tests.channels.simulator"


def create_simulator() -> Flask:
    """`app.extensions["worlds"]["shopify"]` is the state of the channel that module `shopify` plays, under `/shopify`."""
    app = Flask(__name__)
    app.extensions["faults"], app.extensions["worlds"] = Faults(), {}
    for one in iter_modules(import_module(HERE).__path__):
        module = import_module(f"{HERE}.{one.name}")
        if hasattr(module, "bp"):
            app.register_blueprint(module.bp, url_prefix=f"/{one.name}")
            app.extensions["worlds"][one.name] = module.World()
    app.before_request(_before)
    app.after_request(_after)
    return app


def world(app: Flask, name: str) -> Any:
    return app.extensions["worlds"][name]


def _before() -> Response | None:

    g.fault = current_app.extensions["faults"].next_for(request.path)
    if g.fault is not None and not g.fault.after and g.fault.status is not None:
        fault, g.fault = g.fault, None
        return fault.spoil(None)
    return None


def _after(answer: Response) -> Response:
    return g.fault.spoil(answer) if g.get("fault") is not None else answer
