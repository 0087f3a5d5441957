"""Where people see what a channel knows of a parcel, and what they can do about it."""

from __future__ import annotations

import pytest

from oms.core.errors import Permanent, Unreachable
from tests.outgoing.playing import FakeChannel, account, confirmation, play, sent, work
from tests.shop import Shop


def test_the_order_says_what_its_channel_knows(shop: Shop, channel: FakeChannel) -> None:
    sent(shop, account(shop), "LAMP")
    browser = shop.client("Mo")
    assert "Shopify · Nordlicht hears of it" in browser.get("/orders/1").text
    channel.answers = [Unreachable("Shopify is away.")]
    work(shop)
    page = browser.get("/orders/1").text
    assert "tried again" in page
    assert "Shopify is away." in page

    work(shop, minutes=10)

    page = browser.get("/orders/1").text
    assert "told</span>" in page
    assert "The channel was told that it left" in page
    assert "I told it" not in page


def test_a_no_is_shown_with_what_to_do_and_counted(shop: Shop, channel: FakeChannel) -> None:
    account_id, browser = account(shop), shop.client("Mo")
    channel.answers = [Permanent("Etsy wants a tracking number.")]
    sent(shop, account_id, "LAMP")
    work(shop)
    for path in ("/orders/1", f"/channels/{account_id}/shipments"):
        page = browser.get(path).text
        assert "Etsy wants a tracking number." in page
        assert "Try again" in page
    assert "1 needs you" in browser.get("/channels").text
    assert "1 parcel to tell" in browser.get(f"/channels/{account_id}").text

    browser.post("/confirmations/again", data={"id": confirmation(shop).id})
    work(shop)

    assert len(channel.told) == 1
    assert "need" not in browser.get("/channels").text.partition("<main")[2]


def test_in_doubt_there_are_two_buttons(shop: Shop, channel: FakeChannel) -> None:
    channel.answers, channel.doubts = [Unreachable("Gone.")], [Permanent("No.")]
    sent(shop, account(shop), "LAMP")
    work(shop)
    work(shop, minutes=10)

    page = shop.client("Mo").get("/orders/1").text

    assert "may have got through" in page
    assert "It is there" in page
    assert "Send it again" in page


def test_a_word_for_a_carrier_lets_go_what_waited_for_it(
    shop: Shop, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(monkeypatch, client=channel, other_carrier=None)
    account_id, browser = account(shop), shop.client("Mo")
    sent(shop, account_id, "LAMP", carrier="Velogista")
    work(shop)
    assert "Say its word" in browser.get(f"/channels/{account_id}/shipments").text
    assert "Velogista" in browser.get(f"/channels/{account_id}/carriers").text

    told = {"carrier": ["", "Velogista"], "word": ["", "Bike courier"], "operation_id": "naming"}
    browser.post(f"/channels/{account_id}/carriers", data=told)
    work(shop)

    assert [one.carrier for one in channel.told] == ["Bike courier"]
    browser.post("/undo/naming")
    assert "Bike courier" not in browser.get(f"/channels/{account_id}/carriers").text


def test_a_word_for_any_other_carrier_lets_go_all_that_waited(
    shop: Shop, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(monkeypatch, client=channel, other_carrier=None)
    account_id = account(shop)
    sent(shop, account_id, "LAMP", carrier="Velogista")
    work(shop)

    shop.client("Mo").post(f"/channels/{account_id}/carriers", data={"carrier": [""], "word": ["Other"]})
    work(shop)

    assert [one.carrier for one in channel.told] == ["Other"]


def test_pickers_and_viewers_tell_no_channel(shop: Shop, channel: FakeChannel) -> None:
    channel.answers = [Permanent("No.")]
    account_id = account(shop)
    sent(shop, account_id, "LAMP")
    work(shop)

    page = shop.client("Cy").get("/orders/1").text

    assert "refused" in page
    assert "Try again" not in page
    assert shop.client("Ben").post("/confirmations/again", data={"id": 1}).status_code == 403
    assert shop.client("Cy").get(f"/channels/{account_id}/shipments").status_code == 403
