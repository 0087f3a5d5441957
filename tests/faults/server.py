"""The real server and the real worker, each in a process group of its own, so that they can be killed whole."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from aiosmtpd.controller import Controller
from itsdangerous import URLSafeTimedSerializer

from oms.accounts.signing_in import start
from oms.core import clock
from oms.serving import server_command, worker_command
from oms.settings import Settings
from oms.web.auth import ACTIVE, TOKEN
from oms.web.headers import COOKIE
from tests.faults.crowd import ROOT
from tests.shop import Shop

Gone = (OSError, HTTPException)


class Server:
    """`web` and `worker` run until they are killed; `start` runs what does not."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self.settings, self.log = settings, log
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.commands = {"web": server_command(settings), "worker": worker_command()}
        self.environment = os.environ | {
            "DATABASE_URL": settings.database_url,
            "SECRET_KEY": settings.secret_key,
            "INSTANCE": str(settings.instance),
            "PORT": str(settings.port),
            "UNDO_SECONDS": str(settings.undo_seconds),
            "SMTP_HOST": settings.smtp_host,
            "SMTP_PORT": str(settings.smtp_port),
            "SMTP_TLS": settings.smtp_tls,
            "MAIL_FROM": settings.mail_from,
        }

    def start(self) -> None:
        for name, command in self.commands.items():
            if name not in self.running:
                with self.log.open("ab") as log:
                    self.running[name] = subprocess.Popen(
                        command,
                        cwd=ROOT,
                        env=self.environment,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )

    def kill(self, *names: str) -> None:
        """As nothing that a program can catch: all processes of these groups, at once."""
        for name in names or tuple(self.running):
            process = self.running.pop(name, None)
            if process is not None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def wait(self, seconds: float = 120) -> None:
        """Until it answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with (
                suppress(*Gone),
                closing(HTTPConnection("127.0.0.1", self.settings.port, timeout=20)) as asked,
            ):
                asked.request("GET", "/sign-in")
                if asked.getresponse().status == 200:
                    return
            time.sleep(0.05)
        raise AssertionError(self.log.read_text()[-4000:])


class Client:
    """Somebody at a browser who sends a form with its own operation id, again and again until it is answered."""

    def __init__(self, shop: Shop, settings: Settings, name: str) -> None:
        self.port = settings.port
        with shop.inside():
            token = start(shop.people[name])
        secret, raw = settings.secret_key, "f" * 40
        sessions = shop.app.session_interface.get_signing_serializer(shop.app)  # type: ignore[attr-defined]
        carried = {TOKEN: token, ACTIVE: int(clock.now().timestamp()), "csrf_token": raw, "_permanent": True}
        self.headers = {
            "Cookie": f"{COOKIE}={sessions.dumps(carried)}",
            "X-CSRFToken": str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw)),
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def ask(self, method: str, path: str, form: Any = ()) -> tuple[int, str, str]:
        """The status, where it leads, and the page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, urlencode(form), self.headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read().decode(errors="replace")
        finally:
            connection.close()

    def send(self, path: str, form: Any, operation_id: str, *, seconds: float = 120) -> str:
        """Where the answer leads. What was not answered is sent again with the same id."""
        until, said = time.monotonic() + seconds, ""
        while time.monotonic() < until:
            try:
                status, location, said = self.ask("POST", path, [*form, ("operation_id", operation_id)])
            except Gone as gone:
                said = repr(gone)
            else:
                if status == 303:
                    return location
                assert status in {502, 503}, f"{path} answered {status}: {said[:2000]}"
            time.sleep(0.05)
        raise AssertionError(f"{path} was never answered: {said[:500]}")


class Mailbox:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []
        self._lock = Lock()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 — the protocol's name
        content = envelope.content.decode("utf-8", "replace")
        message_id = next(line for line in content.splitlines() if line.lower().startswith("message-id:"))
        with self._lock:
            self.mails.append((envelope.rcpt_tos[0], message_id.partition(":")[2].strip()))
        return "250 kept"


@contextmanager
def mail_server(port: int) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


@contextmanager
def serving(shop: Shop, folder: Path, **changes: Any) -> Iterator[tuple[Server, Mailbox]]:
    """The shop behind a real server with a real worker and a mail server, until the block ends."""
    before = shop.app.extensions["settings"]
    folder.mkdir(parents=True, exist_ok=True)
    mail = {"smtp_host": "127.0.0.1", "smtp_tls": "none", "mail_from": "orders@example.org"}
    settings = replace(
        before,
        instance=folder,
        port=free_port(),
        smtp_port=free_port(),
        **(mail | {"undo_seconds": 1} | changes),
    )
    shop.app.extensions["settings"] = settings
    server = Server(settings, folder / "log")
    try:
        with mail_server(settings.smtp_port) as mailbox:
            server.start()
            server.wait()
            yield server, mailbox
    finally:
        server.kill()
        shop.app.extensions["settings"] = before


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
