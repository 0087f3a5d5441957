"""What a channel did not tell is found by looking: every few minutes, in the account's own lane."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from oms.channels.clients import Access, FetchedOrder
from oms.channels.connecting import switch_account
from oms.channels.connections import Connection, Pulse
from oms.channels.kinds import all_kinds
from oms.channels.looking import OVERLAP, accounts_to_look_at, want_look
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.errors import Missing, Permanent, Refused, Unreachable
from oms.core.working import Lanes, do_duties
from tests.channels.asking import Asked, asked, fetched
from tests.channels.bringing import account, numbers
from tests.channels.hooks import connected, events, shopify, shopify_order, tell, work
from tests.running import wait_until
from tests.shop import Shop

__all__ = ["asked"]


@pytest.fixture
def channel(shop: Shop, asked: Asked) -> int:
    del asked
    shop.receive("LAMP", 50)
    return connected(shop)


def pulse(shop: Shop, channel_id: int) -> Pulse:
    with shop.inside():
        found = db.session.get_one(Pulse, channel_id)
        db.session.expunge(found)
    return found


def later(shop: Shop, **pause: float) -> None:
    with clock.travel(clock.now() + timedelta(**pause)):
        work(shop)


def at(hour: int) -> str:
    return (clock.now() - timedelta(hours=5 - hour)).replace(microsecond=0).isoformat()


def test_an_order_that_nobody_told_of_comes_in_by_looking(shop: Shop, channel: int, asked: Asked) -> None:
    asked.changed = [fetched(shopify_order(1001, at(1))), fetched(shopify_order(1002, at(2)))]

    work(shop)

    assert sorted(numbers(shop)) == ["#1001", "#1002"]
    assert {(one.source, one.topic, one.outcome) for one in events(shop)} == {("look", "order", "new")}
    assert pulse(shop, channel).looked_at is not None


def test_the_next_look_begins_where_the_last_change_was_seen(shop: Shop, channel: int, asked: Asked) -> None:
    newest = (clock.now() + timedelta(seconds=30)).replace(microsecond=0)
    asked.changed = [fetched(shopify_order(1001, newest.isoformat()))]
    later(shop, minutes=1)
    assert pulse(shop, channel).orders_until == newest

    later(shop, minutes=7)

    assert asked.since[1] == newest - OVERLAP
    (kept,) = events(shop)
    assert (kept.outcome, kept.again) == ("new", 0)


def test_nobody_looks_again_before_it_is_time(shop: Shop, channel: int, asked: Asked) -> None:
    work(shop)
    later(shop, minutes=4)
    assert len(asked.since) == 1

    with shop.inside():
        want_look(channel, by=shop.by())
    work(shop)

    assert len(asked.since) == 2


def test_a_look_that_is_cut_off_begins_again_where_it_began(shop: Shop, channel: int, asked: Asked) -> None:
    asked.changed, asked.cut_off = [fetched(shopify_order(1001, at(1)))], [Unreachable("It hung up.")]
    work(shop)

    broken = pulse(shop, channel)
    assert (numbers(shop), broken.orders_until, broken.looked_at) == (["#1001"], None, None)
    assert broken.trouble == "It hung up."

    asked.changed = [fetched(shopify_order(1001, at(1))), fetched(shopify_order(1002, at(2)))]
    later(shop, minutes=2)

    assert asked.since[0] == asked.since[1]
    assert sorted(numbers(shop)) == ["#1001", "#1002"]
    assert pulse(shop, channel).trouble is None


def test_a_no_is_shown_and_not_asked_for_again_at_once(shop: Shop, channel: int, asked: Asked) -> None:
    asked.cut_off = [Permanent("The channel does not accept the keys (401). Enter them again.")]
    work(shop)

    assert pulse(shop, channel).trouble == "The channel does not accept the keys (401). Enter them again."
    later(shop, minutes=30)
    assert len(asked.since) == 1


def test_keys_that_were_entered_anew_are_tried_at_once(shop: Shop, channel: int, asked: Asked) -> None:
    asked.cut_off = [Permanent("The channel does not accept the keys (401). Enter them again.")]
    work(shop)

    with shop.inside():
        switch_account(channel, on=False, by=shop.by())
    work(shop)
    with shop.inside():
        switch_account(channel, on=True, by=shop.by())
    work(shop)

    assert len(asked.since) == 2
    assert pulse(shop, channel).looked_at is not None


def test_a_look_from_an_earlier_day_leaves_the_next_where_it_was(
    shop: Shop, channel: int, asked: Asked
) -> None:
    work(shop)
    until, long_ago = pulse(shop, channel).orders_until, datetime.fromisoformat("2026-01-02T00:00:00+00:00")
    asked.changed = [fetched(shopify_order(1001, "2026-01-03T00:00:00Z"))]

    with shop.inside():
        want_look(channel, long_ago, by=shop.by())
    work(shop)

    assert (asked.since[-1], numbers(shop)) == (long_ago, ["#1001"])
    assert pulse(shop, channel).orders_until == until


def test_what_came_by_itself_is_no_news_when_we_look(shop: Shop, channel: int, asked: Asked) -> None:
    told = shopify_order(1001, at(1))
    asked.changed = [fetched(told)]

    tell(shop, channel, shopify("orders/create", told))
    later(shop, minutes=6)

    assert [(one.source, one.outcome) for one in events(shop)][1:] == [("look", "unchanged")]


def test_accounts_that_are_off_or_cannot_be_asked_are_left_alone(shop: Shop, channel: int) -> None:
    with shop.inside(), transaction():
        db.session.get_one(Connection, channel).is_on = False
    only_files = account(shop, "square", "till")

    with shop.inside():
        assert accounts_to_look_at() == []
        with pytest.raises(Refused, match="switched off"):
            want_look(channel, by=shop.by())
        with pytest.raises(Missing, match="cannot be asked"):
            want_look(only_files, by=shop.by())


def test_an_account_that_hangs_delays_no_other(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs, goes_on = (
        connected(shop, name="slow"),
        connected(shop, name="quick", webhook_secret="of the quick one"),
    )
    let_go, waiting = threading.Event(), threading.Event()

    class Client(Asked):
        def changed_orders(self, since: datetime) -> Iterator[FetchedOrder]:
            if not self.changed:
                waiting.set()
                let_go.wait(60)
            return super().changed_orders(since)

    def client(access: Access) -> Client:
        quick = access.keys["webhook_secret"] == "of the quick one"
        return Client(changed=[fetched(shopify_order(1001, at(1)))] if quick else ())

    monkeypatch.setitem(all_kinds(), "shopify", replace(all_kinds()["shopify"], client=client))
    with shop.inside():
        do_duties(at_once=True)
        lanes = Lanes(shop.app)
        lanes.start_due()
        assert waiting.wait(30)
        wait_until(lambda: events(shop, goes_on))
        lanes.start_due()
        wait_until(lambda: numbers(shop) == ["#1001"])
        assert db.session.get(Pulse, hangs).looked_at is None  # type: ignore[union-attr]
        let_go.set()
        lanes.wait()
