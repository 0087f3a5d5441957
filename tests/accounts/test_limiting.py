from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from oms.accounts import hashing
from oms.accounts.choosing import change_password
from oms.accounts.hashing import hash_secret
from oms.accounts.limiting import forgive_all
from oms.accounts.signing_in import WRONG, check_password
from oms.accounts.waiting import network, wait_after
from oms.core import clock
from oms.core.db import db
from oms.core.errors import WrongInput
from oms.core.pacing import TooMany, said
from tests.shop import PASSWORD, Shop

ADA = "ada@example.org"
HOME = "192.0.2.7"


@pytest.fixture
def inside(shop: Shop) -> Iterator[Shop]:
    with shop.inside():
        change_password(shop.people["Ada"], hash_secret(PASSWORD), by=shop.by())
        yield shop


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that somebody really computed a hash for."""
    computed: list[str] = []

    class Counting:
        def verify(self, _hashed: str, text: str) -> bool:
            computed.append(text)
            raise hashing.VerificationError

    monkeypatch.setattr(hashing, "HASHER", Counting())
    monkeypatch.setattr(hashing, "_nobody", lambda: "nobody")
    return computed


def guess(email: str, password: str, address: str = HOME) -> str:
    try:
        check_password(email, password, address)
    except TooMany:
        return "wait"
    except WrongInput as wrong:
        return wrong.sentence
    return "in"


def test_the_right_password_is_let_in(inside: Shop) -> None:
    assert check_password(" ADA@Example.org ", PASSWORD, HOME) == inside.people["Ada"]


def test_after_five_wrong_tries_even_the_right_one_waits(inside: Shop) -> None:
    assert [guess(ADA, "wrong") for _ in range(6)] == [WRONG] * 5 + ["wait"]
    assert guess(ADA, PASSWORD) == "wait"
    with clock.travel(clock.now() + timedelta(seconds=2)):
        assert guess(ADA, PASSWORD) == "in"
        assert guess(ADA, "wrong") == WRONG


def test_nobody_learns_whether_there_is_such_an_account(inside: Shop) -> None:
    assert (
        guess("nobody@example.org", "wrong")
        == guess(ADA, "wrong")
        == guess("mo@example.org", "wrong")
        == WRONG
    )


def test_an_unknown_account_takes_as_long_as_a_known_one(inside: Shop) -> None:
    times: dict[str, list[float]] = {ADA: [], "nobody@example.org": []}
    for _ in range(9):
        for email, taken in times.items():
            forgive_all()
            started = time.perf_counter()
            guess(email, "wrong")
            taken.append(time.perf_counter() - started)
    known, unknown = (sorted(taken)[4] for taken in times.values())
    assert abs(known - unknown) < max(known, unknown) / 2


@pytest.mark.parametrize(
    ("accounts", "addresses"),
    [(1, 1), (1, 10_000), (10_000, 1)],
    ids=["one", "many addresses", "many accounts"],
)
def test_ten_thousand_guesses_compute_at_most_fifty_hashes(
    inside: Shop,
    hashes: list[str],
    accounts: int,
    addresses: int,
) -> None:
    start = clock.now()
    for number in range(10_000):
        moment = start + timedelta(milliseconds=6 * number)
        with clock.travel(moment):
            address = f"10.0.{number % addresses // 250}.{number % addresses % 250}"
            guess(f"a{number % accounts}@example.org", str(number), address)
    assert 5 <= len(hashes) <= 50


def test_nobody_is_faster_than_the_count(inside: Shop, hashes: list[str]) -> None:
    def guess_at_once(number: int) -> str:
        with inside.inside():
            return guess(ADA, str(number))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess_at_once, range(40)))
    assert answers.count(WRONG) == len(hashes) <= 6


def test_a_stranger_elsewhere_does_not_keep_the_owner_out(inside: Shop, hashes: list[str]) -> None:
    for number in range(40):
        guess(ADA, str(number), "203.0.113.9")
    assert guess(ADA, "wrong", HOME) == WRONG


def test_an_own_account_does_not_buy_free_guesses(inside: Shop) -> None:
    change_password(inside.people["Ben"], hash_secret(PASSWORD), by=inside.by())
    said_ = [guess(f"nobody{number}@example.org", "wrong") for number in range(14)]
    assert said_ == [WRONG] * 14
    assert guess("ben@example.org", PASSWORD) == "in"
    assert guess("nobody@example.org", "wrong") == WRONG
    assert guess("ben@example.org", PASSWORD) == "wait"


def test_a_disabled_account_is_told_nothing(inside: Shop) -> None:
    from oms.accounts.models import User
    from oms.core.db import transaction

    with transaction() as session:
        session.get_one(User, inside.people["Ada"]).disabled_at = clock.now()
    assert guess(ADA, PASSWORD) == WRONG


def test_waits_grow_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(tries, 5).total_seconds() for tries in (0, 4, 5, 6, 9, 14, 15, 10_000)]
    assert waits == [0, 0, 1, 2, 16, 512, 900, 900]
    assert [said(timedelta(seconds=number)) for number in (0.2, 8, 59, 600)] == [
        "1 second",
        "9 seconds",
        "1 minute",
        "11 minutes",
    ]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_one_household_is_one_address(address: str, counted: str) -> None:
    assert network(address) == counted


def test_the_count_holds_only_hashes(app: Flask, inside: Shop) -> None:
    guess(ADA, "wrong")
    rows: Any = db.session.execute(db.text("SELECT * FROM sign_in_attempt")).all()
    assert len(rows) == 3
    assert ADA not in str(rows)
