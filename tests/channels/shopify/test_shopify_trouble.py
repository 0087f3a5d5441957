"""When Shopify does not answer as it should: another try, or a sentence for a person, and nothing else."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from graphql import parse, validate

from oms.channels.clients import SentLine
from oms.channels.http import Http, Reply
from oms.channels.shopify import questions
from oms.channels.shopify.client import ShopifyClient
from oms.core.errors import Permanent, Unreachable
from tests.channels.shopify.connecting import BEFORE, GRAPH, client, level, parcel
from tests.channels.simulator.running import Simulator
from tests.channels.simulator.shopify_schema import cost, schema
from tests.channels.simulator.shopify_shop import World

SCHEMA = schema()
QUESTIONS = [
    text
    for text in vars(questions).values()
    if isinstance(text, str) and text.startswith(("query ", "mutation "))
]


@pytest.fixture
def shop(simulator: Simulator) -> World:
    shop = simulator.world("shopify")
    shop.add_product("LAMP", "Lamp", 8)
    return shop


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda text: text.split("(")[0].split()[1])
def test_every_question_is_one_of_the_language_and_can_be_paid_for(question: str) -> None:
    assert validate(SCHEMA, parse(question)) == []
    assert cost(SCHEMA, question) < 500


def test_who_asks_too_much_is_told_to_wait_as_long_as_it_takes(simulator: Simulator, shop: World) -> None:
    shop.bucket.restores, shop.bucket.spent = 10, shop.bucket.maximum

    with pytest.raises(Unreachable, match="slow down") as gone:
        list(client(simulator).listings())
    assert 30 < (gone.value.retry_after or 0) <= 60


def test_who_asks_page_after_page_keeps_the_pace(simulator: Simulator, shop: World) -> None:
    """The quota is for two pages at once, and what they cost is soon there again."""
    shop.bucket.maximum, shop.bucket.restores = 500, 4000
    for number in range(450):
        shop.add_product(f"MANY-{number}", "Many", number)

    assert len(list(client(simulator).listings())) == 451


@pytest.mark.parametrize(
    ("fault", "kind", "why"),
    [
        ({"status": 429, "retry_after": "7"}, Unreachable, "429"),
        ({"status": 500}, Unreachable, "500"),
        ({"html": True}, Unreachable, "not JSON"),
        ({"cut": True}, Unreachable, "cut off"),
        ({"status": 401}, Permanent, "does not accept the keys"),
        ({"status": 404}, Permanent, "404"),
        ({"status": 302}, Permanent, "302"),
    ],
)
def test_trouble_on_the_way(
    simulator: Simulator, shop: World, fault: dict[str, Any], kind: type[Exception], why: str
) -> None:
    simulator.faults.add(GRAPH, **fault)

    with pytest.raises(kind, match=why) as raised:
        client(simulator).greet()
    if fault.get("retry_after"):
        assert getattr(raised.value, "retry_after", None) == 7.0
    assert client(simulator).greet()


def test_a_wrong_token_is_for_a_person(simulator: Simulator, shop: World) -> None:
    with pytest.raises(Permanent, match="keys") as no:
        client(simulator, access_token="shpat_other").greet()
    assert "shpat_other" not in str(no.value)


def test_a_page_that_comes_again_and_again_is_not_turned_for_ever(
    simulator: Simulator, shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": "abc"}}
    answering(monkeypatch, lambda _: {"data": {"productVariants": page}})

    with pytest.raises(Unreachable):
        list(client(simulator).listings())


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
