"""Sending one mail over SMTP. Knows no business; raises Unreachable (try again), Permanent (it never will) or
Waits (no server is set).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate

from oms.core.errors import Permanent, Unreachable, Waits
from oms.settings import Settings

# A server may think about a mail before it takes it. Both together end before the worker's lease does.
SECONDS_TO_ANSWER, SECONDS_TO_TAKE = 10.0, 40.0
SERVER_REFUSES = 500
NO_SERVER = "No mail server is set, so this mail waits."
ATOM, LABEL = r"[!#-'*+\-/0-9=?A-Z^-~]{1,64}", r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"({ATOM}(?:\.{ATOM})*@{LABEL}(?:\.{LABEL})*)")
NAMED = re.compile(rf"(?:[^<>]*<)?{ADDRESS.pattern}>?")


@dataclass(frozen=True, slots=True)
class Mail:
    to: str
    name: str
    subject: str
    text: str
    html: str
    message_id: str
    reply_to: str = ""


def send(mail: Mail, settings: Settings, shop_name: str) -> None:
    """Hand the mail to the server. Nothing is said to anybody but the one address."""
    if not settings.smtp_host:
        raise Waits(NO_SERVER)
    sender = only_address(settings.mail_from, named=True)
    message = as_message(mail, sender, shop_name)
    try:
        with _connection(settings) as server:
            server.send_message(message, from_addr=sender, to_addrs=[only_address(mail.to)])
    except smtplib.SMTPRecipientsRefused as refused:
        _raise(*next(iter(refused.recipients.values())))
    except smtplib.SMTPResponseException as answer:
        _raise(answer.smtp_code, answer.smtp_error)
    except smtplib.SMTPNotSupportedError as lacking:
        raise Permanent(f"{lacking} Look at SMTP_TLS and SMTP_USER.") from lacking
    except ssl.SSLCertVerificationError as untrusted:
        raise Unreachable(f"The mail server cannot be trusted: {untrusted.verify_message}.") from untrusted
    except (OSError, smtplib.SMTPException) as gone:
        why = getattr(gone, "strerror", None) or str(gone)
        raise Unreachable(f"The mail server does not answer: {why[:200]}.") from gone


def as_message(mail: Mail, sender: str, shop_name: str) -> EmailMessage:
    """Text and HTML in one message. Permanent where an address or a header cannot be used."""
    message = EmailMessage()
    message["From"] = _address(shop_name, sender)
    message["To"] = _address(mail.name, only_address(mail.to))
    message["Subject"] = _words(mail.subject)
    if mail.reply_to:
        with suppress(Permanent):  # a shop's odd address keeps no mail from leaving
            message["Reply-To"] = _address(shop_name, only_address(mail.reply_to))
    message["Message-ID"] = mail.message_id
    message["Date"] = formatdate()
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


def only_address(text: str, *, named: bool = False) -> str:
    """Exactly one address, or Permanent: a customer's field is no list of recipients.

    `named`: the shop's own may stand behind a name, as in "Shop <orders@example.org>".
    """
    found = (NAMED if named else ADDRESS).fullmatch(text.strip())
    if found is None:
        raise Permanent("This is not one e-mail address.")
    return found[1]


def one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _address(name: str, address: str) -> Address:
    try:
        return Address(display_name=_words(name), addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:
        raise Permanent("This address cannot be written to.") from error


def _words(text: str) -> str:
    """Text for a header. What looks like a header's own code for letters stays what was typed."""
    return one_line(text).replace("=?", "= ?")


def _raise(code: int, said: bytes | str) -> None:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    if code < SERVER_REFUSES:
        raise Unreachable(f"The mail server asks to wait: {code} {words[:200]}")
    raise Permanent(f"The mail server refuses: {code} {words[:200]}")


@contextmanager
def _connection(settings: Settings) -> Iterator[smtplib.SMTP]:
    """Signed in, and ready for a mail. Once the server has it, nothing that it says at the end matters."""
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_tls == "tls":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS_TO_ANSWER, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS_TO_ANSWER)
    try:
        if settings.smtp_tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        if server.sock:
            server.sock.settimeout(SECONDS_TO_TAKE)
        yield server
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    finally:
        server.close()
