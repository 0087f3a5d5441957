"""A log tells whoever looks after Backroom what broke, and tells nobody about a customer or a password."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import text

from oms.core import clock
from oms.core.db import transaction
from oms.core.delivering import deliver_due
from tests.shop import PASSWORD, Shop

SECRETS = ("Ana Pereira", "Große Straße", "ana@example.org", "tin roof", PASSWORD, "8405", "ada@example.org")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def told(log: pytest.LogCaptureFixture) -> list[str]:
    """The secrets that a log tells."""
    return [secret for secret in SECRETS if secret in log.text]


@pytest.mark.parametrize(
    "statement",
    [
        'INSERT INTO "user" (name, email, role) VALUES (:name, :email, :line1)',
        "INSERT INTO contact (name, line1, nothing) VALUES (:name, :line1, :email)",
        'UPDATE "user" SET email = :email, name = :name',
    ],
    ids=["a rule of the database", "a mistake of ours", "a name that is taken"],
)
def test_what_the_database_refused_is_not_in_the_log(
    shop: Shop, log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    customer = {"name": "Ana Pereira", "line1": "Große Straße 5\n[SQL", "email": "ana@example.org"}

    def view() -> None:
        with transaction() as session:
            session.execute(text(statement), customer)

    view.permission = "account.own"  # type: ignore[attr-defined]
    monkeypatch.setitem(shop.app.view_functions, "accounts.account", view)
    answer = shop.client("Ada").get("/account")
    assert answer.status_code >= 500
    assert "database error" in log.text
    assert "test_logs.py" in log.text
    assert told(log) == []


def test_a_delivery_that_breaks_keeps_the_customer_to_itself(
    shop: Shop, log: pytest.LogCaptureFixture
) -> None:
    shop.receive("LAMP", 3)
    shop.order(("LAMP", 1))
    with shop.inside(), clock.travel(clock.now() + timedelta(hours=1)):
        with transaction() as session:
            session.execute(text("ALTER TABLE notice RENAME TO elsewhere"))
        deliver_due(limit=50)
    assert "failed" in log.text
    assert told(log) == []


def test_neither_a_password_nor_an_address_that_somebody_types_is_in_the_log(
    shop: Shop, log: pytest.LogCaptureFixture
) -> None:
    ada, stranger = shop.client("Ada"), shop.client()
    for password in ("tin roof rusted", PASSWORD):
        stranger.post("/sign-in", data={"email": "ada@example.org", "password": password})
    ada.post("/account/password", data={"present": "tin roof", "password": PASSWORD})
    ada.post("/account/pin", data={"pin": "8405"})
    ada.post("/people", data={"name": "Ana Pereira", "email": "ana@example.org", "role": "viewer"})
    ada.get("/?q=ana@example.org")
    shop.client("Ben").get("/people?q=ana@example.org")
    assert "may not open" in log.text
    assert f"a wrong password for user:{shop.people['Ada']}" in log.text
    assert told(log) == []
