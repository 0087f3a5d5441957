"""A shop as `make run` starts it: real processes, on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120.0


def wait_until(true: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children(process: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []


def alive(processes: list[int]) -> list[int]:
    return [one for one in processes if Path(f"/proc/{one}").exists()]


def command_of(process: int) -> list[str]:
    try:
        return Path(f"/proc/{process}/cmdline").read_text().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


class Running:
    """One shop in a folder. Its settings are given by name, nothing else is inherited."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        own = {"INSTANCE": str(folder / "instance"), "HOST": "127.0.0.1", "PORT": str(self.port)}
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environ = {**kept, **own, **settings}
        self.command = [sys.executable, "-m", "oms.serving"]
        self.log = folder / "printed"
        self.process: subprocess.Popen[bytes] | None = None

    def launch(self, **settings: str) -> subprocess.Popen[bytes]:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environ | settings,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self.process

    def start(self, **settings: str) -> None:
        process = self.launch(**settings)
        wait_until(lambda: self._answers() or process.poll() is not None)
        assert process.poll() is None, self.printed()

    def printed(self) -> str:
        return self.log.read_text()

    def get(self, path: str) -> int:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return int(answer.status)

    def flask(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "flask", "--app", "app", *arguments]
        done = subprocess.run(command, env=self.environ, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def family(self) -> list[int]:
        """All processes but the first."""
        assert self.process is not None
        found = children(self.process.pid)
        return [younger for one in found for younger in (one, *children(one))]

    def named(self, word: str) -> list[int]:
        """The server or the worker, by a word of its command."""
        assert self.process is not None
        return [one for one in children(self.process.pid) if word in command_of(one)]

    def end(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        assert self.process is not None
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """Whatever is left of it, when a test ends early."""
        if self.process is not None and self.process.poll() is None:
            for one in [*self.family(), self.process.pid]:
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            self.process.wait()

    def _answers(self) -> bool:
        try:
            return self.get("/sign-in") == 200
        except (URLError, OSError):
            return False
