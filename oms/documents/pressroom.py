"""The press as seen from outside: started when first needed, a few hands at it, and a new one for each that is lost."""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from oms.core.errors import Refused, Unreachable

SECONDS_TO_START = 60.0
SECONDS_TO_PRINT = 10.0
SECONDS_IN_THE_QUEUE = 120.0
GRACE = 2.0
IDLE_SECONDS = 900.0

# The first byte of an answer.
PRINTED, REFUSED, BROKEN = b"p", b"r", b"b"

ROOT = Path(__file__).resolve().parents[2]

# The press gets what fonts need and nothing else: no secret key, no database address.
ENVIRONMENT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "XDG_CACHE_HOME",
)

# Left to itself, the allocator keeps what a long run needed: a quarter of the whole tree's memory.
GIVE_BACK = {"MALLOC_TRIM_THRESHOLD_": "131072"}

# Entering `oms` by its own front door would load the whole shop into the press. This is the side door.
START = """
import sys, types
root, control, idle, folder = sys.argv[1:]
oms = types.ModuleType("oms")
oms.__path__ = [root + "/oms"]
sys.modules["oms"] = oms
from oms.documents.press import serve
serve(int(control), float(idle), folder)
"""

log = logging.getLogger(__name__)


class TookTooLong(Exception):
    """The render was stopped at its deadline."""


class Broke(Exception):
    """The render failed."""


class Lost(Broke):
    """The hand ended before it had an answer."""


class Hand:
    """One copy of the press, with one job at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pid = int(self._heard(SECONDS_TO_START))

    def do(self, job: str, content: Any, seconds: float) -> bytes:
        """The answer of the job. After an exception other than Refused the hand is of no more use."""
        began = monotonic()
        try:
            self._connection.send_bytes(pickle.dumps((job, content, seconds)))
            answer = self._heard(seconds + GRACE)
        except (Lost, OSError) as error:
            raise (TookTooLong if monotonic() - began >= seconds else Lost)("No answer came.") from error
        kind, text = answer[:1], answer[1:]
        if kind == PRINTED:
            return text
        if kind == REFUSED:
            raise Refused(text.decode())
        log.error("A paper broke the press: %s", text.decode())
        raise Broke("The render failed.")

    def drop(self) -> None:
        self._connection.close()

    def _heard(self, seconds: float) -> bytes:
        try:
            if self._connection.poll(seconds):
                return self._connection.recv_bytes()
        except (EOFError, OSError) as error:
            raise Lost("The hand has gone.") from error
        with contextlib.suppress(ProcessLookupError, AttributeError):
            os.kill(self._pid, signal.SIGKILL)  # its own alarm did not end it, so it was stopped from outside
        raise TookTooLong


class Press:
    """The process that every hand is a copy of. It ends when nobody has printed for a while, or when we end."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="backroom-press-", ignore_cleanup_errors=True)
        self._control, theirs = socket.socketpair()
        folder, control = self._folder.name, str(theirs.fileno())
        kept = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        self._child = subprocess.Popen(  # noqa: S603 — our own interpreter and our own words
            [sys.executable, "-I", "-c", START, str(ROOT), control, str(IDLE_SECONDS), folder],
            pass_fds=[theirs.fileno()],
            env=kept | GIVE_BACK | {"TMPDIR": folder},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us; the press ends when we do
        )
        theirs.close()

    @property
    def running(self) -> bool:
        return self._child.poll() is None

    def hand(self) -> Hand:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [b"+"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise Lost("The press has gone.") from error
        return Hand(Connection(ours.detach()))

    def close(self) -> None:
        self._control.close()
        try:
            self._child.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._folder.cleanup()


class PressRoom:
    """A press and its hands, for any number of threads."""

    def __init__(self, hands: int, seconds: float = SECONDS_TO_PRINT) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._press: Press | None = None
        self._places: queue.Queue[Hand | None] = queue.Queue()
        for _ in range(hands):
            self._places.put(None)

    def do(self, job: str, content: Any) -> bytes:
        """The answer of the press. A hand that was lost for no fault of the job is replaced once."""
        try:
            return self._once(job, content)
        except Lost:
            return self._once(job, content)

    @property
    def is_open(self) -> bool:
        return self._press is not None and self._press.running

    def open(self) -> None:
        """Start the press and its first hand."""
        with self._place() as place:
            place[0] = place[0] or self._new_hand()

    def close(self) -> None:
        for _ in range(self._places.qsize()):
            with self._place() as place:
                if place[0]:
                    place[0].drop()
                place[0] = None
        with self._lock:
            if self._press:
                self._press.close()
            self._press = None

    def _once(self, job: str, content: Any) -> bytes:
        with self._place() as place:
            hand, place[0] = place[0] or self._new_hand(), None
            try:
                answer = hand.do(job, content, self._seconds)
            except Refused:
                place[0] = hand
                raise
            except BaseException:
                hand.drop()
                raise
            place[0] = hand
            return answer

    @contextlib.contextmanager
    def _place(self) -> Iterator[list[Hand | None]]:
        """A place at the press, with or without somebody standing there already."""
        try:
            place = [self._places.get(timeout=SECONDS_IN_THE_QUEUE)]
        except queue.Empty:
            raise Unreachable("The printer has too much to do. Try again in a minute.") from None
        try:
            yield place
        finally:
            self._places.put(place[0])

    def _new_hand(self) -> Hand:
        with self._lock:
            for _ in range(2):
                self._press = self._press or Press()
                try:
                    return self._press.hand()
                except Lost:
                    self._press.close()
                    self._press = None
        raise Unreachable("Nothing can be printed, because the press does not start. The log says why.")
