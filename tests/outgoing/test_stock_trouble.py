"""When a channel does not answer, says no, or answers half: nothing is lost, nothing is asked without end, and what
is told in the end is what is true then.
"""

from __future__ import annotations

import httpx
import pytest

from oms.channels.clients import StockLevel, Told
from oms.channels.connecting import switch_account
from oms.channels.http import Reply, TurnedDown
from oms.channels.models import Pulse
from oms.core import clock
from oms.core.db import db
from oms.core.errors import Unreachable
from tests.outgoing.market import Market, deliveries, offer, on_offer, stock, work
from tests.shop import Shop

NO_KEYS = TurnedDown("The channel does not accept the keys (401).", Reply(401, httpx.Headers(), "", None))


@pytest.fixture
def account(shop: Shop, market: Market) -> int:
    """One that has more of each than there are."""
    for sku in ("LAMP", "MUG", "TWINE"):
        stock(shop, sku, 5)
    return on_offer(shop, market, LAMP=9, MUG=9, TWINE=9)


def waits(shop: Shop) -> tuple[float, str | None]:
    """Seconds until the word is said again, and why it was not."""
    [one] = deliveries(shop)
    assert (one.done_at, one.failed_at) == (None, None)
    return round((one.due_at - clock.now()).total_seconds() / 5) * 5, one.error


def test_silence_is_followed_by_another_try_with_what_is_true_then(
    shop: Shop, market: Market, account: int
) -> None:
    market.trouble = [Unreachable("It did not answer in time.")]
    work(shop)
    assert (market.has["LAMP"], waits(shop)) == (9, (5, "It did not answer in time."))

    shop.order(("LAMP", 1))
    work(shop)
    assert market.calls == []

    work(shop, seconds=6)
    assert market.has == {"LAMP": 4, "MUG": 5, "TWINE": 5}


def test_who_asks_for_patience_gets_it(shop: Shop, market: Market, account: int) -> None:
    market.trouble = [Unreachable("Too many calls (429).", 75.0)]

    work(shop)

    assert waits(shop) == (75, "Too many calls (429).")


def test_it_is_never_given_up_and_an_account_that_fails_rests(
    shop: Shop, market: Market, account: int
) -> None:
    market.is_down = True
    for number in range(8):
        work(shop, seconds=10 * number)
    with shop.inside():
        assert db.session.get_one(Pulse, account).rests_until is not None
    assert waits(shop)[1] is not None

    market.is_down = False
    work(shop, minutes=20)
    assert market.has["LAMP"] == 5


def test_an_answer_that_was_lost_is_found_out(shop: Shop, market: Market, account: int) -> None:
    lost = [Unreachable("It did not answer in time.")]

    def lose() -> None:
        if lost:
            raise lost.pop()

    market.after = lose
    work(shop)
    assert (market.has["LAMP"], offer(shop, "LAMP").told) == (5, None)

    work(shop, seconds=6)

    assert offer(shop, "LAMP").told == 5
    first, second = market.calls
    assert [level.attempt for level in first] == [level.attempt for level in second]


def test_each_new_word_is_an_attempt_of_its_own(shop: Shop, market: Market, account: int) -> None:
    for available in (4, 3, 4):
        stock(shop, "LAMP", available)
        work(shop)

    attempts = [level.attempt for levels in market.calls for level in levels if level.key == "LAMP"]
    assert len(set(attempts)) == 3


def test_wrong_keys_are_said_and_tried_again_later_not_at_once(
    shop: Shop, market: Market, account: int
) -> None:
    market.trouble = [NO_KEYS] * 2

    work(shop)
    work(shop, seconds=60)

    assert (len(market.trouble), waits(shop)) == (1, (900, "The channel does not accept the keys (401)."))
    assert offer(shop, "LAMP").refusal is None


def test_other_keys_are_tried_at_once(shop: Shop, market: Market, account: int) -> None:
    market.trouble = [NO_KEYS]
    work(shop)
    with shop.inside():
        switch_account(account, on=False, by=shop.by())
        switch_account(account, on=True, by=shop.by())

    for _ in range(2):
        work(shop)

    assert market.has == {"LAMP": 5, "MUG": 5, "TWINE": 5}


def test_one_that_spoils_the_message_does_not_hold_up_the_others(
    shop: Shop, market: Market, account: int
) -> None:
    market.spoils = {"MUG": "There is no such product."}

    work(shop)

    assert market.has == {"LAMP": 5, "MUG": 9, "TWINE": 5}
    assert [offer(shop, key).refusal for key in ("LAMP", "MUG")] == [None, "There is no such product."]


def test_a_no_to_each_of_them_means_the_account(shop: Shop, market: Market, account: int) -> None:
    market.spoils = dict.fromkeys(market.has, "This app may not write stock.")

    work(shop)

    assert waits(shop) == (900, "This app may not write stock.")
    assert offer(shop, "LAMP").refusal is None


def test_a_refused_word_is_not_said_again_until_there_is_another(
    shop: Shop, market: Market, account: int
) -> None:
    market.refuses = {"MUG": "Not stocked here."}
    work(shop)
    work(shop)
    refused = offer(shop, "MUG")
    assert (refused.refusal, refused.told, len(market.told)) == ("Not stocked here.", 5, 3)

    market.refuses = {}
    stock(shop, "MUG", 2)
    work(shop)

    assert (market.has["MUG"], offer(shop, "MUG").refusal) == (2, None)
    assert market.calls[-1][0].before is None


def test_the_next_reading_tries_a_refused_word_again(shop: Shop, market: Market, account: int) -> None:
    market.refuses = {"MUG": "Not stocked here."}
    work(shop)
    market.refuses = {}

    work(shop, hours=2)
    work(shop, hours=2)

    assert market.has["MUG"] == 5


def test_half_an_answer_is_told_again_and_not_without_end(
    shop: Shop, market: Market, account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = market.set_stock

    def half(levels: list[StockLevel]) -> list[Told]:
        return [told for told in whole(levels) if told.key != "MUG"]

    monkeypatch.setattr(market, "set_stock", half)
    work(shop)
    assert (len(market.calls), offer(shop, "LAMP").told, offer(shop, "MUG").told) == (3, 5, None)

    monkeypatch.undo()
    work(shop, seconds=6)
    assert market.has["MUG"] == 5
