"""The simulator as a real server on a port of its own, for as long as a test runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask, Response, request
from werkzeug.serving import make_server

from oms.channels.events import Incoming
from oms.channels.where import allow_local
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
    allow_local(True)  # whatever an application of another test was told
    yield Simulator(f"http://127.0.0.1:{server.port}", app)
    server.shutdown()
    thread.join(5)


@dataclass
class Ear:
    """Somebody who listens, and answers what he is told to."""

    url: str = ""
    status: int = 200
    heard: list[Incoming] = field(default_factory=list)

    def hear(self) -> Response:
        headers = {name.lower(): value for name, value in request.headers}
        self.heard.append(Incoming(request.method, request.url, headers, {}, request.get_data()))
        return Response("", self.status)


@pytest.fixture
def ear() -> Iterator[Ear]:
    listening, app = Ear(), Flask(__name__)
    app.post("/")(listening.hear)
    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    listening.url = f"http://127.0.0.1:{server.port}/"
    yield listening
    server.shutdown()
    thread.join(5)
