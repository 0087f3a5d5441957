"""A real mail server on a free port, and the worker that brings mail to it."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from sqlalchemy import select

from oms.core import clock
from oms.core.db import db
from oms.core.delivering import deliver_due
from oms.core.events import Delivery
from oms.notifications.models import Notice
from tests.shop import Shop, settings

OVER = 6  # minutes: the time to undo is over


@dataclass(frozen=True)
class Received:
    """A mail as it arrived: to whom on the envelope, and what is in it."""

    to: list[str]
    message: EmailMessage

    def part(self, kind: str) -> str:
        body = self.message.get_body((kind,))
        assert body is not None
        return str(body.get_content())

    @property
    def text(self) -> str:
        return self.part("plain")

    @property
    def html(self) -> str:
        return self.part("html")


class Leaving(SMTP):
    """`goodbye` is what the server says when a client takes its leave."""

    goodbye = "221 Bye"

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: ARG002, N802 — the names are the library's
        await self.push(self.goodbye)
        self.transport.close()


class _Controller(Controller):
    post: PostOffice

    def factory(self) -> SMTP:
        server = Leaving(self.handler, **self.SMTP_kwargs)
        server.goodbye = self.post.goodbye
        return server

    def _trigger_server(self) -> None:
        """The library knocks at the port that it was told; a free one is known only now."""
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@dataclass
class PostOffice:
    """What arrived. `answers` are what the server says to the next mails instead of taking them; `before` runs when
    a mail is there and the server has not answered yet.
    """

    port: int = 0
    mails: list[Received] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    rcpt_answer: str = ""
    goodbye: str = "221 Bye"
    before: Callable[[], Any] = lambda: None
    logins: list[tuple[str, str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    controller: _Controller | None = None

    def open(self, **options: Any) -> None:
        self.controller = _Controller(self, hostname="127.0.0.1", port=0, **options)
        self.controller.post = self
        self.controller.start()
        self.port = self.controller.port

    def close(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None

    async def handle_RCPT(  # noqa: N802 — the name and the shape are the library's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if self.rcpt_answer:
            return self.rcpt_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        del server
        self.encrypted.append(session.ssl is not None)
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(Received(list(envelope.rcpt_tos), message))
        self.before()
        return "250 OK"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _way: str, login: Any) -> AuthResult:
        assert isinstance(login, LoginPassword)
        self.logins.append((login.login.decode(), login.password.decode()))
        return AuthResult(success=login.password == b"right", handled=False)


def connect(shop: Shop, port: int, **environment: str) -> None:
    """Let the shop send through the server at this port."""
    told = {
        "SMTP_HOST": "localhost",
        "SMTP_PORT": str(port),
        "SMTP_TLS": "none",
        "MAIL_FROM": "orders@nordlicht.example",
    }
    before = shop.app.extensions["settings"]
    after = settings(before.database_url, before.instance, **(told | environment))
    shop.app.extensions["settings"] = after


def work(shop: Shop, minutes: float = OVER) -> None:
    """The worker delivers everything that is due after so many minutes."""
    with shop.inside(), clock.travel(clock.now() + timedelta(minutes=minutes)):
        deliver_due()


def deliveries(shop: Shop, handler: str = "mail_confirmation") -> list[Delivery]:
    with shop.inside():
        query = select(Delivery).where(Delivery.handler == f"notifications.{handler}").order_by(Delivery.id)
        found = list(db.session.scalars(query))
        db.session.expunge_all()
    return found


def notices(shop: Shop) -> list[Notice]:
    with shop.inside():
        found = list(db.session.scalars(select(Notice).order_by(Notice.id)))
        db.session.expunge_all()
    return found


def server_context(certificate: str, key: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context
