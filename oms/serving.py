"""`make run`: bring the database up to date, then run the web server and the worker until Ctrl-C."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from flask import Flask

from oms import create_app
from oms.settings import EVERYWHERE, Settings, WrongSetting, misspelt
from oms.starting import CannotStart, bring_up_to_date, check_address

PATIENCE = 15.0
LONGEST_PAUSE = 30.0
LONG_ENOUGH = 60.0
WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG


def main() -> int:
    """Start everything; the exit code is 0 after Ctrl-C, 2 where it cannot start, else 1."""
    ending = _until_told()
    try:
        settings = Settings.from_env()
        for sentence in misspelt(os.environ):
            _warn(f"Note: {sentence}")
        check_address(settings)
        app = create_app(settings)
        for sentence in bring_up_to_date(app, settings):
            _say(sentence)
    except (WrongSetting, CannotStart) as reason:
        _warn(str(reason))
        return 2
    if ending:
        return 0
    _say_hello(app, settings)
    return _run(settings, ending)


def _until_told() -> list[int]:
    """Fills when somebody asks to end: Ctrl-C, a service manager, or a closed terminal. Nothing is cut off."""
    ending: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        ending.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    return ending


def _say_hello(app: Flask, settings: Settings) -> None:
    here = f"http://localhost:{settings.port}"
    _say(f"\nBackroom runs at {here}")
    if settings.host == EVERYWHERE:
        _say(f"Tablets in the same network: http://{_own_address()}:{settings.port}")
    at = settings.base_url or here
    hint = app.test_cli_runner().invoke(args=["accounts", "signin-hint", "--at", at])
    _say(hint.output)
    _say("Ctrl-C ends it.\n")


def _own_address() -> str:
    """The address that other machines reach this one by; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "localhost"


def server_command(settings: Settings) -> list[str]:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    command = [sys.executable, "-m", "gunicorn", "app:app", "--preload", "--bind", f"{host}:{settings.port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--timeout", "60"]
    return [*command, "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "app", "work"]


def _run(settings: Settings, ending: Sequence[int]) -> int:
    """Keep both going: a worker that dies is started again after a pause, a server that dies ends all."""
    server, worker = _start(server_command(settings)), _start(worker_command())
    pause, started, again_at = 1.0, time.monotonic(), 0.0
    while not ending and server.poll() is None:
        now = time.monotonic()
        if worker.poll() is not None and now >= again_at:
            _warn("The worker ended; it is started again.")
            pause = 1.0 if now - started > LONG_ENOUGH else min(pause * 2, LONGEST_PAUSE)
            worker, started, again_at = _start(worker_command()), now, now + pause
        time.sleep(0.2)
    if not ending:
        _warn("The web server ended; the lines above say why.")
    _stop([server, worker])
    return 0 if ending else 1


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_end_with_us)  # noqa: S603, PLW1509 — our own commands, and only one thread here


def _end_with_us() -> None:
    """The kernel ends the child when we are killed and cannot do it ourselves; Linux alone knows how."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(WHEN_PARENT_DIES, signal.SIGTERM)


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _say(sentence: str) -> None:
    print(sentence, flush=True)  # noqa: T201


def _warn(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
