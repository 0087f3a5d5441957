"""Sending one mail over SMTP. Knows no business; raises Unreachable (try again) or Permanent (it never will)."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

from oms.core.errors import Permanent, Unreachable
from oms.settings import Settings

TIMEOUT = 10.0
SERVER_BUSY = 500


@dataclass(frozen=True, slots=True)
class Mail:
    to: str
    name: str
    subject: str
    text: str
    html: str
    message_id: str


def send(mail: Mail, settings: Settings, shop_name: str) -> None:
    """Hand the mail to the server. Nothing is said to anybody but the one address."""
    if not settings.smtp_host:
        raise Permanent("No mail server is set up. Set SMTP_HOST and MAIL_FROM, restart, then try again.")
    message = as_message(mail, settings.mail_from, shop_name)
    try:
        with _connection(settings) as server:
            server.send_message(message, from_addr=settings.mail_from, to_addrs=[only_address(mail.to)])
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        _raise(code, said)
    except smtplib.SMTPResponseException as answer:
        _raise(answer.smtp_code, answer.smtp_error)
    except (OSError, smtplib.SMTPException) as gone:
        raise Unreachable(f"The mail server does not answer ({type(gone).__name__}).") from gone


def as_message(mail: Mail, sender: str, shop_name: str) -> EmailMessage:
    """Text and HTML in one message. Permanent where an address or a header cannot be used."""
    message = EmailMessage()
    try:
        message["From"] = Address(display_name=one_line(shop_name), addr_spec=sender)
        message["To"] = Address(display_name=one_line(mail.name), addr_spec=only_address(mail.to))
        message["Subject"] = one_line(mail.subject)
    except (ValueError, IndexError) as error:
        raise Permanent("This address cannot be written to.") from error
    message["Message-ID"] = mail.message_id
    message["Date"] = formatdate()
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


def only_address(text: str) -> str:
    """Exactly one address, or Permanent: a customer's field is no list of recipients."""
    name, address = parseaddr(text, strict=True)
    if name or not address or address != text.strip() or address.count("@") != 1 or not address.isascii():
        raise Permanent("This is not one e-mail address.")
    return address


def one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _raise(code: int, said: bytes | str) -> None:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    if code < SERVER_BUSY:
        raise Unreachable(f"The mail server asks to wait: {code} {words[:200]}")
    raise Permanent(f"The mail server refuses: {code} {words[:200]}")


@contextmanager
def _connection(settings: Settings) -> Iterator[smtplib.SMTP]:
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT)
    with server:
        if settings.smtp_tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        yield server
