"""Telling Shopify that a parcel left: per fulfilment order and line, once, and with the carrier's exact name."""

from __future__ import annotations

import pytest

from oms.channels.shopify.kind import KIND
from oms.core.errors import Permanent, Unreachable
from tests.channels.shopify.connecting import GRAPH, client, parcel
from tests.channels.simulator.running import Simulator
from tests.channels.simulator.shopify_goods import Json
from tests.channels.simulator.shopify_shop import AWAY, World


@pytest.fixture
def shop(simulator: Simulator) -> World:
    shop = simulator.world("shopify")
    for sku in ("LAMP", "MUG"):
        shop.add_product(sku, sku.title(), 10)
    shop.add_product("POP", "From the pop-up store", 10, place=AWAY)
    return shop


def sent(order: Json) -> list[tuple[str | None, dict[str, int]]]:
    """Of each fulfilment: its number, and how many of which SKU."""
    return [
        (one["tracking_number"], {line["sku"]: line["quantity"] for line in one["line_items"]})
        for one in order["fulfillments"]
    ]


def test_a_parcel_is_told_with_its_lines_its_number_and_its_carrier(
    simulator: Simulator, shop: World
) -> None:
    order = shop.place_order(("LAMP", 2), ("MUG", 1))
    remote_id = client(simulator).confirm(parcel(order))

    assert sent(order) == [("AB123456785GB", {"LAMP": 2, "MUG": 1})]
    (made,) = order["fulfillments"]
    assert (made["tracking_company"], made["tracking_url"]) == ("Royal Mail", None)
    assert (str(made["id"]), order["fulfillment_status"]) == (remote_id, "fulfilled")


def test_parcels_of_one_order_are_told_one_by_one(simulator: Simulator, shop: World) -> None:
    order = shop.place_order(("LAMP", 3), ("MUG", 1))
    ask = client(simulator)
    ask.confirm(parcel(order, 1, 1, tracking_number="A", completes=False))
    ask.confirm(parcel(order, 2, 0, tracking_number="B"))

    assert sent(order) == [("A", {"LAMP": 1, "MUG": 1}), ("B", {"LAMP": 2})]


def test_what_two_places_send_is_told_for_each_our_own_first(simulator: Simulator, shop: World) -> None:
    order = shop.place_order(("POP", 1), ("LAMP", 1))
    remote_id = client(simulator).confirm(parcel(order))

    assert sent(order) == [("AB123456785GB", {"LAMP": 1}), ("AB123456785GB", {"POP": 1})]
    assert remote_id == str(order["fulfillments"][0]["id"])


@pytest.mark.parametrize(
    ("carrier", "company", "url"),
    [("DPD", "DPD", None), ("Other", "Kurier Kunz", "https://kunz.example.org/1"), ("", "Kurier Kunz", None)],
)
def test_a_carrier_that_shopify_does_not_know_is_told_with_its_link(
    simulator: Simulator, shop: World, carrier: str, company: str, url: str | None
) -> None:
    order = shop.place_order(("LAMP", 1))
    told = parcel(order, carrier=carrier, carrier_name="Kurier Kunz", tracking_url=url)
    client(simulator).confirm(told)

    (made,) = order["fulfillments"]
    assert (made["tracking_company"], made["tracking_url"]) == (company, url)


def test_our_carriers_have_the_names_that_shopify_gives_them() -> None:
    assert [KIND.carrier(code) for code in ("bpost", "dhl", "la_poste", "ups")] == [
        "BPost",
        "DHL Express",
        "La Poste Colissimo",
        "UPS",
    ]
    assert (KIND.carrier("post"), KIND.carrier(None)) == ("Other", "Other")


def test_a_parcel_without_a_number_is_told_without(simulator: Simulator, shop: World) -> None:
    order = shop.place_order(("LAMP", 1))
    told = parcel(order, carrier="", carrier_name="", tracking_number=None, tracking_url=None)
    ask = client(simulator)

    assert not ask.is_confirmed(told)
    ask.confirm(told)
    assert ask.is_confirmed(told)
    assert sent(order) == [(None, {"LAMP": 1})]


def test_whether_it_was_told_is_known_by_its_number(simulator: Simulator, shop: World) -> None:
    order, ask = shop.place_order(("LAMP", 2)), client(simulator)
    one, other = parcel(order, 1, tracking_number="A"), parcel(order, 1, tracking_number="B")
    ask.confirm(one)

    assert (ask.is_confirmed(one), ask.is_confirmed(other)) == (True, False)


def test_an_answer_that_was_lost_makes_no_second_parcel(simulator: Simulator, shop: World) -> None:
    order, ask = shop.place_order(("LAMP", 2)), client(simulator)
    told = parcel(order, 1)
    ask.confirm(told)
    first = str(order["fulfillments"][0]["id"])

    assert ask.is_confirmed(told)
    assert ask.confirm(told) == first
    assert len(order["fulfillments"]) == 1


def test_what_was_told_by_half_is_told_to_its_end(simulator: Simulator, shop: World) -> None:
    order, ask = shop.place_order(("LAMP", 1), ("POP", 1)), client(simulator)
    shop.send_elsewhere(order["id"], "AB123456785GB", LAMP=1)
    told = parcel(order)

    assert not ask.is_confirmed(told)
    ask.confirm(told)
    assert ask.is_confirmed(told)
    assert [units for _, units in sent(order)] == [{"LAMP": 1}, {"POP": 1}]


def test_a_fulfilment_that_was_cancelled_there_does_not_count(simulator: Simulator, shop: World) -> None:
    order, ask = shop.place_order(("LAMP", 2)), client(simulator)
    ask.confirm(parcel(order, 1))
    order["fulfillments"][0]["status"] = "cancelled"

    assert not ask.is_confirmed(parcel(order, 1))


def test_what_shopify_waits_for_no_more_is_left_out_and_all_of_it_is_refused(
    simulator: Simulator, shop: World
) -> None:
    order, ask = shop.place_order(("LAMP", 2)), client(simulator)
    shop.refund(order["id"], None, "cancel", LAMP=1)
    ask.confirm(parcel(order, 2, tracking_number="A"))
    assert sent(order) == [("A", {"LAMP": 1})]

    with pytest.raises(Permanent, match="waits for nothing of this parcel any more"):
        ask.confirm(parcel(order, 1, tracking_number="B"))


def test_an_order_on_hold_there_is_not_told(simulator: Simulator, shop: World) -> None:
    order = shop.place_order(("LAMP", 1))
    shop.to_send[0]["status"] = "on_hold"

    with pytest.raises(Permanent, match="put on hold"):
        client(simulator).confirm(parcel(order))


def test_a_no_with_a_200_is_a_no(simulator: Simulator, shop: World) -> None:
    order = shop.place_order(("LAMP", 1))
    shop.refuses = "The fulfillment order is locked"

    with pytest.raises(Permanent, match=r"^Shopify says no\. The fulfillment order is locked\.$"):
        client(simulator).confirm(parcel(order))
    assert order["fulfillments"] == []


def test_a_lost_answer_may_be_tried_again(simulator: Simulator, shop: World) -> None:
    order, ask = shop.place_order(("LAMP", 1)), client(simulator)
    simulator.faults.add(GRAPH, times=1, after=True, status=502)

    with pytest.raises(Unreachable):
        ask.confirm(parcel(order))
    ask.confirm(parcel(order))
    assert len(order["fulfillments"]) == 1
