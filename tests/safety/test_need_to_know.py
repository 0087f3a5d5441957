"""A picker and a viewer learn what their work needs, on no page, in no suggestion and on no paper anything more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from oms.core import clock
from oms.orders.paying import record_charge
from oms.orders.placing import Part, Terms, place_order
from tests.documents.reading import text
from tests.lived_in import LivedIn
from tests.shop import ANA, Shop
from tests.visitors import Visitors, routes

MONEY = (
    "1,234.57",
    "1234.57",
    "123457",
    "7,345.19",
    "7345.19",
    "734519",
    "88.13",
    "CHARGE-4711",
    "Prepaid card",
)
ADDRESSES = ("ana@example", "bea@example", "5550001", "5550002")
BUYER = ("Bea Buyer", "Hidden Lane")


@pytest.fixture
def lived(shop: Shop, lived: LivedIn) -> LivedIn:
    """One order with everything that a channel may tell, being picked, packed and sent like the others."""
    draft = shop.draft(("LAMP", 1))
    lines = tuple(replace(line, unit_price_minor=123_457, line_total_minor=123_457) for line in draft.lines)
    draft = replace(
        draft,
        lines=lines,
        total_minor=734_519,
        shipping_minor=8_813,
        ship_to=replace(ANA, phone="+49 151 5550001"),
        buyer=replace(
            ANA, name="Bea Buyer", line1="Hidden Lane 3", email="bea@example.org", phone="+49 151 5550002"
        ),
    )
    terms = Terms(shop.site, clock.now())
    with shop.inside():
        order_id = place_order(draft, ((Part(shop.skus["LAMP"]),),), terms, by=shop.by())
        record_charge(order_id, 100, reference="CHARGE-4711", method="Prepaid card", by=shop.by())
        lived.ids["order_id"] = order_id
    return lived


def words(answer: TestResponse) -> str:
    """What a person can read of it."""
    content = answer.get_data()
    return text(content) if answer.mimetype == "application/pdf" else content.decode(errors="replace")


@pytest.mark.parametrize(
    ("who", "secrets"),
    [
        ("viewer", MONEY + ADDRESSES),
        ("picker", MONEY + ADDRESSES + BUYER),
        ("tablet", MONEY + ADDRESSES + BUYER),
    ],
)
def test_nobody_learns_more_than_their_work_needs(
    shop: Shop, lived: LivedIn, who: str, secrets: tuple[str, ...]
) -> None:
    browser, told, papers = Visitors(shop).browser(who), [], 0
    for route in routes(shop.app):
        if route.method != "GET" or route.endpoint == "static":
            continue
        for question in ("", "?q=LAMP", "?q=bea&show=all"):
            if question and route.rule.rule.endswith(".pdf"):
                continue
            answer = browser.get(route.url(shop.app, lived) + question, buffered=True)
            papers += answer.mimetype == "application/pdf"
            told += [(route.endpoint, question, secret) for secret in secrets if secret in words(answer)]
    assert told == []
    assert papers >= 4 or who == "viewer"


def test_the_owner_learns_it_all(shop: Shop, lived: LivedIn) -> None:
    """What is looked for above is really there to be found."""
    page = shop.client("Ada").get(f"/orders/{lived.ids['order_id']}").text
    assert "7,345.19" in page
    assert "1,234.57" in page
    assert "bea@example" in page


def test_a_picker_finds_no_order_by_what_they_may_not_know(shop: Shop, lived: LivedIn) -> None:
    for code in ("bea@example.org", "Bea Buyer", "+49 151 5550001"):
        answer = shop.client("Ben").post("/pack/scans", data={"code": code})
        assert f"/pack/orders/{lived.ids['order_id']}" not in (answer.location or "") + answer.text
