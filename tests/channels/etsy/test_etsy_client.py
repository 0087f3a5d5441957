"""Etsy's API, asked and told: its tokens, its receipts in the order in which they changed, its listings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from oms.channels.clients import Access, Keys, StockLevel
from oms.channels.etsy.client import Etsy
from oms.channels.etsy.webhooks import Webhooks
from oms.core.errors import Permanent, Unreachable
from tests.channels.etsy.connecting import BEFORE, client
from tests.channels.simulator.etsy_shop import World
from tests.channels.simulator.running import Simulator

NOON = datetime(2026, 9, 3, 12, tzinfo=UTC)


@pytest.fixture
def etsy(simulator: Simulator) -> World:
    world = simulator.world("etsy")
    world.add_listing("Clay bowl", ("BOWL", 20))
    world.add_listing("Linen apron", ("APRON-S", 3), ("APRON-M", 0))
    return world


def test_a_greeting_names_the_shop(simulator: Simulator, etsy: World) -> None:
    assert client(simulator).greet() == "KilnAndLoom"


def test_keys_that_etsy_renews_are_kept(simulator: Simulator, etsy: World) -> None:
    kept: list[tuple[Keys, Keys]] = []

    client(simulator, lambda before, after: kept.append((before, after))).greet()

    ((before, after),) = kept
    assert before["refresh_token"] == "7001.refresh"
    assert after["refresh_token"] in etsy.refresh_tokens - {"7001.refresh"}
    assert after["shop_id"] == before["shop_id"]
    assert client(simulator, refresh_token=after["refresh_token"]).greet()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"refresh_token": "old"}, "keys of this account: refresh_token is revoked"),
        ({"shared_secret": "old"}, "API key not found"),
        ({"shop_id": "1"}, "does not know it"),
    ],
)
def test_keys_that_are_not_accepted_stop_at_once(
    simulator: Simulator, etsy: World, wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Permanent, match=sentence):
        client(simulator, **wrong).greet()


def test_keys_go_over_no_line_that_others_can_read() -> None:
    with pytest.raises(Permanent, match="does not begin with https"):
        Etsy(Access("http://openapi.example.org", {}))


def test_receipts_come_in_the_order_in_which_they_changed(simulator: Simulator, etsy: World) -> None:
    etsy.now = NOON
    first, second = etsy.place_order(("BOWL", 1)), etsy.place_order(("BOWL", 2))
    etsy.now = NOON + timedelta(hours=1)
    etsy.cancel(first["receipt_id"])

    found = list(client(simulator).changed_orders(BEFORE))

    assert [one.external_id for one in found] == [str(second["receipt_id"]), str(first["receipt_id"])]
    (told,) = Webhooks().read("order", found[0].body).orders
    assert (told.draft.total_minor, told.version) == (3500, NOON)
    assert len(list(client(simulator).changed_orders(NOON + timedelta(minutes=30)))) == 1


def test_no_receipt_is_missed_that_changes_between_two_pages(simulator: Simulator, etsy: World) -> None:
    for minute in range(150):
        etsy.now = NOON + timedelta(minutes=minute)
        etsy.place_order(("BOWL", 1))
    ids = sorted(etsy.receipts)
    asking = client(simulator).changed_orders(BEFORE)
    found = [next(asking).external_id for _ in range(100)]

    etsy.now = NOON + timedelta(days=1)
    for receipt_id in ids[:20]:
        etsy.cancel(receipt_id)
    found += [one.external_id for one in asking]

    assert set(map(int, found)) == set(ids)


def test_many_receipts_of_one_second_are_all_found_once(simulator: Simulator, etsy: World) -> None:
    etsy.now = NOON
    for _ in range(230):
        etsy.place_order(("BOWL", 1))

    found = [one.external_id for one in client(simulator).changed_orders(BEFORE)]

    assert len(found) == len(set(found)) == 230


def test_one_receipt_is_told_as_it_is_now(simulator: Simulator, etsy: World) -> None:
    receipt = etsy.place_order(("BOWL", 1))

    assert client(simulator).order(str(receipt["receipt_id"])).external_id == str(receipt["receipt_id"])
    assert client(simulator).order("1") is None


@pytest.mark.parametrize("fault", [{"html": True}, {"cut": True}, {"status": 503}, {"status": 429}])
def test_half_an_answer_is_worth_another_try(
    simulator: Simulator, etsy: World, fault: dict[str, Any]
) -> None:
    etsy.place_order(("BOWL", 1))
    simulator.faults.add("/etsy/v3/application", **fault)

    with pytest.raises(Unreachable):
        list(client(simulator).changed_orders(BEFORE))


def test_a_day_that_is_used_up_says_when_to_come_again(simulator: Simulator, etsy: World) -> None:
    etsy.per_day = 0

    with pytest.raises(Unreachable) as refusal:
        client(simulator).greet()
    assert refusal.value.retry_after == 3600


def test_what_is_listed_is_told_product_by_product(simulator: Simulator, etsy: World) -> None:
    etsy.place_order(("BOWL", 20))

    found = [(item.name, item.title, item.quantity) for item in client(simulator).listings()]

    assert found == [
        ("APRON-S", "Linen apron · Size:S", 3),
        ("APRON-M", "Linen apron · Size:M", 0),
        ("BOWL", "Clay bowl", 0),
    ]


def test_how_many_are_left_is_not_told_and_says_why(simulator: Simulator, etsy: World) -> None:
    (told,) = client(simulator).set_stock([StockLevel("1", "BOWL", 0, None, "1")])

    assert "cannot be told that none are left" in (told.refusal or "")
    assert (Etsy.can_tell_stock, Etsy.mails_the_buyer) == (False, True)
