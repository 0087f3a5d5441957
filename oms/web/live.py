"""Pages stay live by asking for a version again and again: a number per process, and no work in the
database for whoever asks. One thread of each process looks whether something happened.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress

from flask import Flask, Response, make_response, request
from sqlalchemy.exc import DBAPIError

PAUSE = 0.3
IDLE_AFTER = 30.0


class Version:
    """A number that changes when something happened. The thread rests while nobody asks."""

    def __init__(self, look: Callable[[], int]) -> None:
        self._look, self._value, self._asked = look, 0, 0.0
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def current(self) -> int:
        with self._lock:
            awake = self._thread is not None and self._thread.is_alive()
            self._asked = time.monotonic()
            if not awake:
                self._value = self._look()
                self._thread = threading.Thread(target=self._watch, daemon=True, name="version")
                self._thread.start()
        return self._value

    def _watch(self) -> None:
        """A database that is away ends the thread; whoever asks next starts it again."""
        with suppress(DBAPIError):
            while time.monotonic() - self._asked < IDLE_AFTER:
                time.sleep(PAUSE)
                self._value = self._look()


def version_answer(version: int) -> Response:
    """The number as text; 304 where the browser has it already."""
    response = make_response(str(version))
    response.content_type = "text/plain"
    response.set_etag(str(version))
    response.headers["Cache-Control"] = "no-cache, private"
    response.make_conditional(request)
    return response


def watching(app: Flask, look: Callable[[], int]) -> Version:
    """A version that looks inside of the application."""

    def inside() -> int:
        with app.app_context():
            return look()

    return Version(inside)
