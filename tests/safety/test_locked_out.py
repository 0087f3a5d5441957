"""Guessing leads nowhere, and whoever sits at the console always gets in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oms.accounts.choosing import change_password
from oms.accounts.hashing import hash_secret
from oms.accounts.waiting import Key, password_keys, pin_keys, wait_after
from tests.shop import PASSWORD, Shop

ADA = {"email": "ada@example.org", "password": PASSWORD}


def test_an_owner_whom_somebody_keeps_out_gets_in_from_the_console(shop: Shop) -> None:
    with shop.inside():
        change_password(shop.people["Ada"], hash_secret(PASSWORD), by=shop.by())
    stranger, ada = shop.client(), shop.client()
    for _ in range(6):
        stranger.post("/sign-in", data=ADA | {"password": "guess"})
    assert ada.post("/sign-in", data=ADA).status_code == 429
    told = shop.app.test_cli_runner().invoke(args=["accounts", "reset-password", "ada@example.org"]).output
    link = "/set-up/" + told.partition("/set-up/")[2].strip()
    assert ada.post(link, data={"password": "tin roof rusted"}).status_code == 303
    assert ada.get("/people").status_code == 200
    assert shop.client().post("/sign-in", data=ADA | {"password": "tin roof rusted"}).status_code == 303


@pytest.mark.parametrize(
    "key", pin_keys(3, "tablet") + password_keys("ada@example.org", "192.0.2.7"), ids=lambda key: key.text
)
def test_a_day_of_guessing_is_hardly_more_than_a_hundred_tries(key: Key) -> None:
    tries, passed = 0, timedelta()
    while passed < timedelta(days=1):
        tries += 1
        passed += max(wait_after(tries, key.free), timedelta(milliseconds=1))
    assert tries < 140, "of ten thousand PINs"
