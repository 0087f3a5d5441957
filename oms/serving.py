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
from oms.settings import Settings, WrongSetting

PATIENCE = 15.0
LONGEST_PAUSE = 30.0


def main() -> int:
    """Start everything; the exit code is 0 after Ctrl-C, 2 for a wrong setting, else 1."""
    try:
        settings = Settings.from_env()
        host, port = os.environ.get("HOST", "0.0.0.0"), _port()  # noqa: S104 — tablets have to reach it
    except WrongSetting as wrong:
        print(wrong, file=sys.stderr)  # noqa: T201
        return 2
    app = create_app(settings)
    prepare(app)
    _say_hello(app, host, port)
    return _run(host, port)


def prepare(app: Flask) -> None:
    """Migrate, fill an empty database with the demo shop, and look whether papers can be printed."""
    from oms.demo import open_demo_shop  # noqa: PLC0415 — it knows every package
    from oms.documents.fonts import missing_fonts  # noqa: PLC0415

    with app.app_context():
        upgrade()
        if os.environ.get("DEMO", "1") != "0" and open_demo_shop():
            print("The database was empty: it now holds a demo shop.")  # noqa: T201
    for sentence in filter(None, [WARNING, *(font.sentence for font in missing_fonts())]):
        print(f"Note: {sentence}")  # noqa: T201


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65_536:  # noqa: PLR2004 — the range of ports
        raise WrongSetting(f"PORT should be a whole number from 1 to 65535, not {text!r}.")
    return int(text)


def _say_hello(app: Flask, host: str, port: int) -> None:
    here = f"http://localhost:{port}"
    print(f"\nBackroom runs at {here}")  # noqa: T201
    if host == "0.0.0.0":  # noqa: S104
        print(f"Tablets in the same network: http://{_own_address()}:{port}")  # noqa: T201
    hint = app.test_cli_runner().invoke(
        args=["accounts", "signin-hint", "--at", os.environ.get("BASE_URL") or here]
    )
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


def server_command(host: str, port: int) -> list[str]:
    command = [sys.executable, "-m", "gunicorn", "app:app", "--bind", f"{host}:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--timeout", "60"]
    return [*command, "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "app", "work"]


def _run(host: str, port: int) -> int:
    """Keep both going: a worker that dies is started again after a pause, a server that dies ends all."""
    ending: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        ending.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    server, worker = _start(server_command(host, port)), _start(worker_command())
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
