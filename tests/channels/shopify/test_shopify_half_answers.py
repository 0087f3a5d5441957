"""Half an answer of Shopify's, or one with anything in it: another try, or a sentence for a person."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from oms.channels.clients import SentLine
from oms.channels.http import Http, Reply
from oms.channels.shopify.client import ShopifyClient
from oms.core.errors import Permanent, Unreachable
from tests.channels.shopify.connecting import BEFORE, client, level, parcel
from tests.channels.simulator.running import Simulator
from tests.channels.simulator.shopify_shop import World


@pytest.fixture
def shop(simulator: Simulator) -> World:
    shop = simulator.world("shopify")
    shop.add_product("LAMP", "Lamp", 8)
    return shop


def answering(monkeypatch: pytest.MonkeyPatch, answer: Callable[[Any], Any]) -> None:
    """What the shop says is changed on its way to us."""
    ask = Http.ask

    def changed(self: Http, *args: Any, **told: Any) -> Reply:
        reply = ask(self, *args, **told)
        return Reply(reply.status, reply.headers, reply.text, answer(reply.data))

    monkeypatch.setattr(Http, "ask", changed)


@pytest.mark.parametrize(
    ("told", "kind", "why"),
    [
        (
            {"errors": [{"message": "Oops", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}]},
            Unreachable,
            "own",
        ),
        (
            {"errors": [{"message": "No scope", "extensions": {"code": "ACCESS_DENIED"}}]},
            Permanent,
            "No scope.",
        ),
        ({"errors": [{"message": "No such field"}], "data": {}}, Permanent, "says no. No such field."),
        ({"errors": "Not today"}, Permanent, "Not today"),
        ({"errors": [7]}, Unreachable, "not what was asked"),
        ({"data": None}, Unreachable, "not what was asked"),
        ({"data": []}, Unreachable, "not what was asked"),
        ({"data": {"shop": {}}}, Unreachable, "not what was asked"),
        ([], Unreachable, "not what was asked"),
        (None, Unreachable, "not what was asked"),
    ],
)
def test_an_answer_that_is_none(
    simulator: Simulator,
    shop: World,
    monkeypatch: pytest.MonkeyPatch,
    told: Any,
    kind: type[Exception],
    why: str,
) -> None:
    answering(monkeypatch, lambda _: told)

    with pytest.raises(kind, match=why):
        client(simulator).greet()


def test_a_page_that_comes_again_and_again_is_not_turned_for_ever(
    simulator: Simulator, shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": "abc"}}
    answering(monkeypatch, lambda _: {"data": {"productVariants": page}})

    with pytest.raises(Unreachable):
        list(client(simulator).listings())


@pytest.mark.parametrize("things", ["fulfillments", "refunds"])
def test_an_order_with_a_part_that_is_none_is_asked_for_again(
    simulator: Simulator, shop: World, monkeypatch: pytest.MonkeyPatch, things: str
) -> None:
    shop.place_order(("LAMP", 1))
    empty, odd = f'"{things}": []', f'"{things}": [7]'
    answering(monkeypatch, lambda data: json.loads(json.dumps(data, default=str).replace(empty, odd)))

    with pytest.raises(Unreachable):
        list(client(simulator).changed_orders(BEFORE))


def everything(ask: ShopifyClient, shop: World) -> None:
    order = next(iter(shop.orders.values()))
    for item in ask.listings():
        ask.set_stock([level(item, 5, 8)])
    list(ask.changed_orders(BEFORE))
    sending = parcel(order, lines=(SentLine("1", 1),))
    if not ask.is_confirmed(sending):
        ask.confirm(sending)


@pytest.mark.parametrize("seed", range(3))
def test_an_answer_with_anything_in_it_is_understood_or_tried_again_or_shown(
    simulator: Simulator, shop: World, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Nothing but what a client may raise comes out, whatever a field of an answer holds."""
    chance = random.Random(seed)
    shop.bucket.restores = 1e9
    order = shop.place_order(("LAMP", 3))
    shop.send_elsewhere(order["id"], "AB123456785GB", LAMP=1)
    shop.refund(order["id"], "1.00", "cancel", LAMP=1)
    answering(monkeypatch, lambda data: spoilt(data, chance))

    for _ in range(12):
        with contextlib.suppress(Unreachable, Permanent):
            everything(client(simulator), shop)


def spoilt(data: Any, chance: random.Random) -> Any:
    """One field, or none, is something else."""
    data = json.loads(json.dumps(data, default=str))
    places = list(fields(data["data"]))
    if places and chance.random() < 0.3:
        within, name = chance.choice(places)
        within[name] = chance.choice([None, [], {}, "x", 7, True, [None], [7], {"nodes": None}])
    return data


def fields(found: Any) -> Any:
    if isinstance(found, dict):
        yield from ((found, name) for name in found)
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    for one in inner:
        yield from fields(one)
