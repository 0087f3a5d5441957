"""One sentence for every order: whom it waits on and what to do next. Pure, and free of the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from oms.core import clock
from oms.core.db import db
from oms.desk.queries import TONES
from oms.inventory.proving import prove_stock
from oms.orders.editing import add_note
from oms.orders.headline import CLOSED, HOLDS, Code, Headline, Standing, headline
from oms.orders.holding import place_hold
from oms.orders.models import Order
from oms.orders.standing import standings
from tests.orders.seen import do, pack, pick, ship
from tests.shop import Shop

ORDER_HOLDS = ((), ("payment",), ("address",), ("payment", "fraud"), ("customer", "manual"))
COUNTS = (0, 2)


def every_standing() -> Iterator[Standing]:
    """Each combination of facts that an order can have: what nobody has mapped is held."""
    flags = product((False, True), repeat=3)
    counts = product(COUNTS, repeat=5)
    for (cancelled, ship_rest, being_picked), holds, unknown, numbers in product(
        flags, ORDER_HOLDS, (0, 1, 3), counts
    ):
        lacking, reserved, picked, packed, shipped = numbers
        yield Standing(
            cancelled=cancelled,
            holds=holds,
            line_holds=("unknown_item",) * unknown,
            ship_rest=ship_rest,
            being_picked=being_picked,
            unknown=unknown,
            lacking=lacking,
            reserved=reserved,
            picked=picked,
            packed=packed,
            shipped=shipped,
        )


def left(s: Standing) -> int:
    return s.unknown + s.lacking + s.reserved + s.picked + s.packed


def well_formed(found: Headline) -> bool:
    says_it = bool(found.badge) and found.sentence.endswith(".") and len(found.sentence) < 60
    over = found.code in CLOSED
    next_step = (found.action is None) == over and (found.label is None) == over
    waits = found.waits_on in {"you", "the customer", "the floor", "the picker", "the packing bench"}
    waits = waits or found.waits_on in {"the carrier", "new stock", "nobody"}
    return says_it and next_step and waits and found.tone == TONES[found.code]


def test_every_combination_has_one_sentence_whom_it_waits_on_and_a_next_step() -> None:
    wrong = [s for s in every_standing() if not well_formed(headline(s))]

    assert wrong == []


def test_every_code_is_reached() -> None:
    assert {headline(s).code for s in every_standing()} == set(Code)


RULES = {
    "cancelled and nothing else": lambda s, h: s.cancelled == (h.code == Code.CANCELLED),
    "shipped when all that was wanted has left": lambda s, h: (
        s.cancelled or (h.code == Code.SHIPPED) == (bool(s.shipped) and not left(s))
    ),
    "a hold asks for you before anything goes": lambda s, h: (
        h.code in {Code.NEEDS_YOU, Code.CANCELLED, Code.SHIPPED} or not set(s.holds) - {"payment"}
    ),
    "nothing unpaid goes to the floor": lambda s, h: (
        "payment" not in s.holds or h.code in {Code.NEEDS_YOU, Code.UNPAID, Code.CANCELLED, Code.SHIPPED}
    ),
    "what is missing is not ready, unless the rest may go": lambda s, h: (
        h.code != Code.READY or (s.reserved and (not s.lacking or s.ship_rest))
    ),
    "an unknown item is asked for, unless the rest may go": lambda s, h: (
        not s.unknown
        or h.code in {Code.NEEDS_YOU, Code.CANCELLED, Code.UNPAID}
        or (s.ship_rest and s.reserved + s.picked + s.packed > 0)
    ),
    "only what was packed waits for pickup": lambda s, h: h.code != Code.PACKED or s.packed,
    "only what was picked is packed": lambda s, h: h.code != Code.TO_PACK or s.picked,
    "what somebody picks says so": lambda s, h: h.code != Code.PICKING or s.being_picked,
}


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_rules(rule: str) -> None:
    broken = [s for s in every_standing() if not RULES[rule](s, headline(s))]

    assert broken == []


@pytest.mark.parametrize("hold", sorted(set(HOLDS) - {"payment"}))
def test_every_hold_has_its_own_words(hold: str) -> None:
    found = headline(Standing(holds=(hold,), reserved=1))

    assert (found.code, found.waits_on) == (Code.NEEDS_YOU, "you")
    assert HOLDS[hold] in found.badge
    assert found.label


def test_several_of_the_same_are_counted() -> None:
    assert headline(Standing(line_holds=("unknown_item",) * 2)).badge == "Needs you: 2 unknown items"
    assert headline(Standing(line_holds=("no_item",) * 2)).badge == "Needs you: 2 items without a name"


def orders_of_all_sorts(shop: Shop) -> None:
    shop.receive("LAMP", 4)
    for sku, paid in (("LAMP", True), ("LAMP", False), ("GIFT-WRAP", True), ("MUG", True)):
        shop.order((sku, 1), paid=paid)
    picked, gone = shop.order(("LAMP", 1)), shop.order(("LAMP", 1))
    pick(shop, picked, "A-01-1", "LAMP")
    pick(shop, gone, "A-01-1", "LAMP")
    ship(shop, pack(shop, gone, "LAMP"))


def stored(shop: Shop) -> dict[int, tuple[str, str]]:
    with shop.inside():
        return {order.id: (order.headline, order.badge) for order in db.session.scalars(select(Order))}


def test_what_is_stored_is_what_the_facts_say(shop: Shop) -> None:
    orders_of_all_sorts(shop)

    with shop.inside():
        found = standings(db.session.scalars(select(Order)).all())
        said = {order_id: headline(standing) for order_id, standing in found.items()}

    assert stored(shop) == {order_id: (is_now.code, is_now.badge) for order_id, is_now in said.items()}
    assert {code for code, _ in stored(shop).values()} == {
        "ready",
        "unpaid",
        "needs_you",
        "short",
        "to_pack",
        "shipped",
    }


def test_it_is_free_of_the_clock(shop: Shop) -> None:
    orders_of_all_sorts(shop)
    before = stored(shop)

    with clock.travel(clock.now() + timedelta(days=400)):
        for order_id in before:
            do(shop, add_note, order_id, "A year later")
        assert stored(shop) == before


def test_a_headline_that_somebody_wrote_by_hand_is_found(shop: Shop) -> None:
    orders_of_all_sorts(shop)
    with shop.inside(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE orders SET badge = 'Fine' WHERE id = 1")

    with shop.inside():
        assert [mismatch.check for mismatch in prove_stock().mismatches] == ["headline"]


def test_every_act_on_an_order_writes_it_anew(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    order = shop.order(("LAMP", 1))

    do(shop, place_hold, order, "manual", "")

    assert stored(shop)[order] == ("needs_you", "Needs you: on hold")
