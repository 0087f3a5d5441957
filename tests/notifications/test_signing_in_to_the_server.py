"""STARTTLS, TLS and a password: mail leaves encrypted, to a server that can prove who it is, or not at all."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notifications.post import PostOffice, connect, deliveries, server_context, work
from tests.shop import Shop

LOGIN = {"SMTP_USER": "nordlicht", "SMTP_PASSWORD": "right"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate for localhost that nobody but these tests trusts, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    file, key = str(folder / "server.pem"), str(folder / "server.key")
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", file]
    subprocess.run(command, check=True, capture_output=True)
    return file, key


@pytest.fixture
def office(settings_afterwards: None) -> Iterator[PostOffice]:
    del settings_afterwards
    opened = PostOffice()
    yield opened
    opened.close()


@pytest.fixture
def trusted(certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    return Path(certificate[0])


def test_starttls_and_a_password(
    shop: Shop, office: PostOffice, certificate: tuple[str, str], trusted: Path
) -> None:
    assert trusted.exists()
    office.open(
        tls_context=server_context(*certificate), require_starttls=True, authenticator=office.authenticate
    )
    connect(shop, office.port, SMTP_TLS="starttls", **LOGIN)
    shop.order(("LAMP", 1))

    work(shop)

    assert len(office.mails) == 1
    assert office.encrypted == [True]
    assert office.logins == [("nordlicht", "right")]


def test_tls_from_the_first_byte(
    shop: Shop, office: PostOffice, certificate: tuple[str, str], trusted: Path
) -> None:
    assert trusted.exists()
    office.open(ssl_context=server_context(*certificate))
    connect(shop, office.port, SMTP_TLS="tls")
    shop.order(("LAMP", 1))

    work(shop)

    assert len(office.mails) == 1


def test_a_server_that_cannot_prove_who_it_is_gets_no_mail(
    shop: Shop, office: PostOffice, certificate: tuple[str, str]
) -> None:
    office.open(tls_context=server_context(*certificate), authenticator=office.authenticate)
    connect(shop, office.port, SMTP_TLS="starttls", **LOGIN)
    shop.order(("LAMP", 1))

    work(shop)

    assert (office.mails, office.logins) == ([], [])
    assert "cannot be trusted: self-signed certificate" in (deliveries(shop)[0].error or "")


def test_a_server_without_starttls_gets_no_mail_and_no_password(shop: Shop, office: PostOffice) -> None:
    office.open(authenticator=office.authenticate, auth_require_tls=False)
    connect(shop, office.port, SMTP_TLS="starttls", **LOGIN)
    shop.order(("LAMP", 1))

    work(shop)

    assert (office.mails, office.logins) == ([], [])
    error = deliveries(shop)[0].error or ""
    assert error.endswith("Look at SMTP_TLS and SMTP_USER.")


def test_a_wrong_password_is_said(
    shop: Shop, office: PostOffice, certificate: tuple[str, str], trusted: Path
) -> None:
    assert trusted.exists()
    office.open(tls_context=server_context(*certificate), authenticator=office.authenticate)
    connect(shop, office.port, SMTP_TLS="starttls", SMTP_USER="nordlicht", SMTP_PASSWORD="wrong")
    shop.order(("LAMP", 1))

    work(shop)

    assert office.mails == []
    assert (deliveries(shop)[0].error or "").startswith("The mail server refuses: 535")


def test_the_senders_name_may_stand_in_the_setting(shop: Shop, office: PostOffice) -> None:
    office.open()
    connect(shop, office.port, MAIL_FROM="Nordlicht <orders@nordlicht.example>")
    shop.order(("LAMP", 1))

    work(shop)

    assert office.mails[0].message["From"] == "Nordlicht <orders@nordlicht.example>"
