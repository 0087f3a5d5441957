"""On PostgreSQL nobody waits for ever: a page that waited long enough says so, and the worker waits longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from oms.core import postgres
from oms.core.db import db, is_collision, ran_out_of_time
from oms.core.postgres import reaching
from tests.databases import KIND
from tests.shop import Shop

pytestmark = pytest.mark.skipif(KIND != "postgres", reason="SQLite queues its writers at a gate")

NOTE = {"text": "Call first"}
HTMX = {"HX-Request": "true"}
Look = Callable[[Callable[[], object]], None]


@pytest.fixture
def impatient(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The shop, where a page waits for parts of a second."""
    monkeypatch.setattr(postgres, "PAGE", ("300ms", "600ms", "900ms"))
    return shop


@pytest.fixture
def look(impatient: Shop, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Let the page of one's own account do this."""

    def look_at(act: Callable[[], object]) -> None:
        def view() -> str:
            act()
            return "seen"

        view.permission = "account.own"  # type: ignore[attr-defined]
        monkeypatch.setitem(impatient.app.view_functions, "accounts.account", view)

    return look_at


@contextmanager
def somebody_holds(shop: Shop, statement: str) -> Iterator[Connection]:
    """Another connection, which holds what this statement locks until the block ends."""
    with shop.inside(), db.engine.connect() as other:
        other.execute(text(statement))
        yield other
        other.rollback()


def setting(name: str) -> str:
    return str(db.session.execute(text(f"SHOW {name}")).scalar_one())


def test_whoever_changes_what_somebody_holds_is_told_to_try_again_and_then_it_works(impatient: Shop) -> None:
    ada, order = impatient.client("Ada"), impatient.order(("LAMP", 1))
    path = f"/orders/{order}/notes"
    with somebody_holds(impatient, f"SELECT id FROM orders WHERE id = {order} FOR UPDATE"):
        assert ada.get(f"/orders/{order}").status_code == 200
        page = ada.post(path, data=NOTE)
        assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
        assert "Somebody else is changing the same thing" in page.text
        assert 'aria-label="Main"' in page.text
        told = ada.post(path, data=NOTE, headers=HTMX)
        assert (told.status_code, told.headers["HX-Reswap"]) == (503, "none")
        assert "Nothing was saved" in told.text
    assert NOTE["text"] not in ada.get(f"/orders/{order}").text
    ada.post(path, data=NOTE)
    assert NOTE["text"] in ada.get(f"/orders/{order}").text


def test_a_question_that_takes_too_long_is_stopped(impatient: Shop, look: Look) -> None:
    look(lambda: db.session.execute(text("SELECT pg_sleep(60)")))
    answer = impatient.client("Ada").get("/account")
    assert answer.status_code == 503
    assert "there is a lot to do" in answer.text


def test_a_page_that_forgot_its_transaction_does_not_keep_it(impatient: Shop, look: Look) -> None:
    """The server ends the connection; whoever asks next gets another one."""

    def forget() -> None:
        own = db.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with db.engine.connect() as other:
            there = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
            while other.execute(there, {"pid": own}).scalar_one():
                other.rollback()
        db.session.execute(text("SELECT 1"))

    look(forget)
    ada = impatient.client("Ada")
    assert ada.get("/account").status_code == 503
    assert ada.get("/people").status_code == 200


def test_a_page_waits_seconds_and_the_worker_as_long_as_it_takes(shop: Shop, look: Look) -> None:
    found: list[tuple[str, str]] = []
    with shop.inside():
        assert (setting("lock_timeout"), setting("statement_timeout")) == ("1min", "0")
    look(lambda: found.append((setting("lock_timeout"), setting("statement_timeout"))))
    assert shop.client("Ada").get("/account").status_code == 200
    assert found == [("300ms", "600ms")]
    with shop.inside():
        assert (setting("lock_timeout"), setting("statement_timeout")) == ("1min", "0")


def test_what_is_held_at_once_is_worth_another_try_and_what_was_waited_for_is_not(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as holder, db.engine.connect() as other:
        holder.execute(text("LOCK TABLE site"))
        for ask, again in (("LOCK TABLE site NOWAIT", True), ("LOCK TABLE site", False)):
            other.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(DBAPIError) as refused:
                other.execute(text(ask))
            assert (is_collision(refused.value), ran_out_of_time(refused.value)) == (again, not again)
            other.rollback()


def test_the_address_of_the_database_has_the_last_word() -> None:
    plain = reaching(make_url("postgresql+psycopg://shop@db.example.org/shop"))
    assert plain["connect_timeout"] == "5"
    patient = reaching(make_url("postgresql+psycopg://shop@db.example.org/shop?connect_timeout=60"))
    assert "connect_timeout" not in patient
