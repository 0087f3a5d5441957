"""Where somebody else tells a channel what was sent, such as the carrier's own program, nothing is told from here."""

from __future__ import annotations

import pytest

from tests.outgoing.playing import (
    FakeChannel,
    FakeFile,
    account,
    confirmation,
    confirmations,
    play,
    sent,
    work,
)
from tests.shop import Shop


def test_what_waits_counts_as_told_and_nothing_more_is_told(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(monkeypatch, client=None, shipment_upload=FakeFile())
    account_id, browser = account(shop, connected=False), shop.client("Ada")
    sent(shop, account_id, "LAMP", number="#1001")
    work(shop)
    assert "1 needs you" in browser.get("/channels").text

    browser.post(f"/channels/{account_id}/shipments/others", data={"operation_id": "others"})
    sent(shop, account_id, "MUG", number="#1002")
    work(shop, minutes=12)

    assert [one.told_by for one in confirmations(shop)] == [f"user:{shop.people['Ada']}"]
    assert "Somebody else tells it what was sent" in browser.get(f"/channels/{account_id}").text
    assert "Somebody else tells Shopify" in browser.get(f"/channels/{account_id}/shipments").text
    assert "needs you" not in browser.get("/channels").text

    browser.post("/undo/others")

    assert confirmation(shop).is_open


def test_an_account_is_told_again_of_what_leaves_from_then_on(shop: Shop, channel: FakeChannel) -> None:
    account_id, browser = account(shop), shop.client("Ada")
    browser.post(f"/channels/{account_id}/shipments/others")
    sent(shop, account_id, "LAMP", number="#1001")
    work(shop)
    assert channel.told == []

    browser.post(f"/channels/{account_id}/shipments/ours")
    sent(shop, account_id, "MUG", number="#1002")
    work(shop, minutes=12)

    assert [told.order_number for told in channel.told] == ["#1002"]


def test_only_the_owner_says_who_tells(shop: Shop) -> None:
    account_id = account(shop)
    assert shop.client("Mo").post(f"/channels/{account_id}/shipments/others").status_code == 403
    browser = shop.client("Ada")
    assert browser.post(f"/channels/{account_id}/shipments/ours").status_code == 409
