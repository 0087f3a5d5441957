"""The simulator as a real server on a port of its own, for as long as a test runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.channels.simulator.app import create_simulator, world
from tests.channels.simulator.faults import Faults


@dataclass
class Simulator:
    """Where it is, and a way into it."""

    url: str
    app: Flask

    @property
    def faults(self) -> Faults:
        return self.app.extensions["faults"]

    def base(self, channel: str) -> str:
        """What an owner would enter as the address of this channel."""
        return f"{self.url}/{channel}"

    def world(self, channel: str) -> Any:
        return world(self.app, channel)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    app = create_simulator()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield Simulator(f"http://127.0.0.1:{server.port}", app)
    server.shutdown()
    thread.join(5)
