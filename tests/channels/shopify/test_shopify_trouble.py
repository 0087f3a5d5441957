"""When Shopify does not answer as it should: another try, or a sentence for a person, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import parse, validate

from oms.channels.shopify import questions
from oms.core.errors import Permanent, Unreachable, Waits
from tests.channels.shopify.connecting import GRAPH, client
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

    with pytest.raises(Waits, match="slow down") as later:
        list(client(simulator).listings())
    assert 30 < (later.value.seconds or 0) <= 60


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


@pytest.mark.parametrize("token", ["shpat_other", "“shpat_other”", ""])
def test_a_wrong_token_is_for_a_person(simulator: Simulator, shop: World, token: str) -> None:
    with pytest.raises(Permanent, match="keys") as no:
        client(simulator, access_token=token).greet()
    assert "shpat_other" not in str(no.value)
