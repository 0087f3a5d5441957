"""Setting up channels: accounts, when they release, what they promise, which older files they write."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from werkzeug.test import TestResponse

from oms.channels.models import Channel
from oms.channels.setting_up import add_channel, change_channel, open_own_channel
from oms.core.db import db
from oms.core.errors import Refused, Stale, WrongInput
from oms.core.undoing import undo_operation
from oms.orders.models import Contact
from tests.channels.bringing import account, bring, numbers, order, read, take
from tests.channels.files import UNSHIPPED, amazon, amazon_item
from tests.shop import Shop

SAID: dict[str, Any] = {
    "account": "nordlicht",
    "release_unpaid": False,
    "cut_off": None,
    "handling_days": None,
}


def channel(shop: Shop, channel_id: int) -> Channel:
    with shop.inside():
        found = db.session.get_one(Channel, channel_id)
        db.session.expunge(found)
    return found


def post(shop: Shop, channel_id: int, **told: str) -> TestResponse:
    return shop.client("Ada").post(f"/channels/{channel_id}", data=told)


def test_an_account_is_added_on_the_page(shop: Shop) -> None:
    answer = shop.client("Ada").post("/channels", data={"kind": "amazon", "account": " nordlicht.de "})

    assert answer.status_code == 303
    assert (channel(shop, 1).kind, channel(shop, 1).account) == ("amazon", "nordlicht.de")


def test_an_account_there_is_once(shop: Shop) -> None:
    account(shop)

    answer = shop.client("Ada").post("/channels", data={"kind": "shopify", "account": "nordlicht"})

    assert (answer.status_code, "There is already such an account." in answer.text) == (409, True)
    with shop.inside(), pytest.raises(WrongInput):
        add_channel("carrier pigeon", "x", shop.site, by=shop.by())


def test_it_is_changed_on_its_page_and_changed_back(shop: Shop) -> None:
    channel_id = account(shop)

    answer = post(
        shop,
        channel_id,
        version="1",
        account="outlet",
        release_unpaid="y",
        cut_off="16:30",
        handling_days="2",
        operation_id="c" * 32,
    )

    assert answer.status_code == 303
    changed = channel(shop, channel_id)
    assert (changed.account, changed.release_unpaid, changed.cut_off, changed.handling_days) == (
        "outlet",
        True,
        time(16, 30),
        2,
    )
    with shop.inside():
        undo_operation("c" * 32, by=shop.by())
    assert (channel(shop, channel_id).account, channel(shop, channel_id).cut_off) == ("nordlicht", None)


def test_who_looked_at_an_older_channel_is_told_what_is_different(shop: Shop) -> None:
    channel_id = account(shop)
    with shop.inside():
        change_channel(channel_id, 1, **SAID | {"handling_days": 3}, by=shop.by())
        with pytest.raises(Stale) as stale:
            change_channel(channel_id, 1, **SAID | {"handling_days": 1}, by=shop.by())

    assert stale.value.changes == [("Days to get ready", "3", "1")]
    answer = post(shop, channel_id, version="1", account="nordlicht", handling_days="1")
    assert (answer.status_code, "Days to get ready" in answer.text) == (409, True)


def test_the_shops_own_phone_has_hours_and_no_account(shop: Shop) -> None:
    with shop.inside():
        phone = open_own_channel("phone", shop.site, by=shop.by())

    answer = post(shop, phone, version="1", cut_off="18:00")

    assert answer.status_code == 303
    assert (channel(shop, phone).account, channel(shop, phone).cut_off) == ("", time(18))


def test_an_account_in_japan_writes_its_older_files_in_shift_jis(shop: Shop) -> None:
    channel_id = account(shop, "amazon")
    post(shop, channel_id, version="1", account="nordlicht", legacy_encoding="cp932")

    row = amazon_item(recipient_name="山田太郎")
    content = amazon(row, columns=UNSHIPPED).decode().encode("cp932")
    take(shop, read(shop, content))

    assert numbers(shop) == [row["order-id"]]
    with shop.inside():
        assert "山田太郎" in {contact.name for contact in db.session.query(Contact)}


def test_a_channel_with_orders_stays(shop: Shop) -> None:
    by = shop.by()
    with shop.inside():
        add_channel("shopify", "nordlicht", shop.site, by=by)
    bring(shop, order())

    with shop.inside(), pytest.raises(Refused, match="in use already"):
        undo_operation(by.operation_id, by=shop.by())


def test_how_many_it_is_told_has_limits_that_a_person_sets(shop: Shop) -> None:
    channel_id = account(shop, "webstore")
    told = {"version": "1", "account": "nordlicht", "stock_buffer": "2", "stock_cap": "20"}

    answer = post(shop, channel_id, **told)
    changed = channel(shop, channel_id)
    assert (answer.status_code, changed.stock_buffer, changed.stock_cap) == (303, 2, 20)
    assert post(shop, channel_id, **told | {"version": "2", "stock_buffer": "-1"}).status_code == 422

    post(shop, channel_id, **told | {"version": "2", "stock_buffer": "", "stock_cap": ""})
    changed = channel(shop, channel_id)
    assert (changed.stock_buffer, changed.stock_cap) == (0, None)


def test_what_cannot_learn_our_stock_is_not_asked_for_limits(shop: Shop) -> None:
    with shop.inside():
        phone = open_own_channel("phone", shop.site, by=shop.by())

    assert "Keep back" not in shop.client("Ada").get(f"/channels/{phone}").text
