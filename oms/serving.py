"""`make run`: bring the database up to date, then run the web server and the worker until Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from flask import Flask
from flask_migrate import upgrade

from oms import create_app
from oms.core.sqlite import WARNING
from oms.settings import EVERYWHERE, Settings, WrongSetting, misspelt

PATIENCE = 15.0
LONGEST_PAUSE = 30.0


def main() -> int:
    """Start everything; the exit code is 0 after Ctrl-C, 2 for a wrong setting, else 1."""
    try:
        settings = Settings.from_env()
    except WrongSetting as wrong:
        print(wrong, file=sys.stderr)  # noqa: T201
        return 2
    for sentence in misspelt(os.environ):
        print(f"Note: {sentence}", file=sys.stderr)  # noqa: T201
    app = create_app(settings)
    prepare(app, settings)
    _say_hello(app, settings)
    return _run(settings)


def prepare(app: Flask, settings: Settings) -> None:
    """Migrate, fill an empty database with the demo shop, and look whether papers can be printed."""
    from oms.demo import open_demo_shop  # noqa: PLC0415 — it knows every package
    from oms.documents.fonts import missing_fonts  # noqa: PLC0415

    with app.app_context():
        upgrade()
        if settings.demo and open_demo_shop():
            print("The database was empty: it now holds a demo shop.")  # noqa: T201
    for sentence in filter(None, [WARNING, *(font.sentence for font in missing_fonts())]):
        print(f"Note: {sentence}")  # noqa: T201


def _say_hello(app: Flask, settings: Settings) -> None:
    here = f"http://localhost:{settings.port}"
    print(f"\nBackroom runs at {here}")  # noqa: T201
    if settings.host == EVERYWHERE:
        print(f"Tablets in the same network: http://{_own_address()}:{settings.port}")  # noqa: T201
    at = settings.base_url or here
    hint = app.test_cli_runner().invoke(args=["accounts", "signin-hint", "--at", at])
    print(hint.output, flush=True)  # noqa: T201
    print("Ctrl-C ends it.\n", flush=True)  # noqa: T201


def _own_address() -> str:
    """The address that other machines reach this one by; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "localhost"


def server_command(settings: Settings) -> list[str]:
    at = f"{settings.host}:{settings.port}"
    command = [sys.executable, "-m", "gunicorn", "app:app", "--bind", at]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--timeout", "60"]
    return [*command, "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "app", "work"]


def _run(settings: Settings) -> int:
    """Keep both going: a worker that dies is started again after a pause, a server that dies ends all."""
    ending: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        ending.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    server, worker = _start(server_command(settings)), _start(worker_command())
    pause, again_at = 1.0, 0.0
    while not ending and server.poll() is None:
        if worker.poll() is not None and time.monotonic() >= again_at:
            print("The worker ended; it is started again.", file=sys.stderr)  # noqa: T201
            worker, again_at = _start(worker_command()), time.monotonic() + pause
            pause = min(pause * 2, LONGEST_PAUSE)
        time.sleep(0.2)
    _stop([server, worker])
    return 0 if ending else 1


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 — our own commands


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


if __name__ == "__main__":
    sys.exit(main())
