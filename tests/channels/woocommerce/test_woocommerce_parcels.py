"""Telling a shop what was sent: once, by number where it keeps numbers, and completed when nothing is left."""

from __future__ import annotations

from typing import Any

import pytest

from oms.channels.http import NoSuchThing
from oms.channels.woocommerce.parcels import OTHER_CARRIER
from oms.core.errors import Unreachable
from tests.channels.simulator.running import Simulator
from tests.channels.simulator.woocommerce_shop import World
from tests.channels.woocommerce.connecting import client, parcel

LINK = "https://www.royalmail.example.org/AB123456785GB"


@pytest.fixture
def shop(simulator: Simulator) -> World:
    world: World = simulator.world("woocommerce")
    world.add_product("LAMP", "Desk Lamp", 10)
    return world


@pytest.fixture
def order(shop: World) -> dict[str, Any]:
    return shop.place_order(("LAMP", 2))


def test_the_number_goes_to_the_extension_and_the_order_is_completed(
    simulator: Simulator, shop: World, order: dict[str, Any]
) -> None:
    told = client(simulator).confirm(parcel(order))

    (tracking,) = shop.trackings[order["id"]]
    assert tracking == {
        "tracking_id": told,
        "tracking_provider": "Royal Mail",
        "tracking_number": "AB123456785GB",
        "date_shipped": "2026-11-24",
    }
    assert (shop.orders[order["id"]]["status"], shop.notes) == ("completed", {order["id"]: []})


def test_a_first_parcel_of_several_leaves_the_order_open(
    simulator: Simulator, shop: World, order: dict[str, Any]
) -> None:
    client(simulator).confirm(parcel(order, completes=False))
    assert shop.orders[order["id"]]["status"] == "processing"

    client(simulator).confirm(parcel(order, key="parcel:8", tracking_number="AB123456799GB"))

    numbers = [one["tracking_number"] for one in shop.trackings[order["id"]]]
    assert (numbers, shop.orders[order["id"]]["status"]) == (["AB123456785GB", "AB123456799GB"], "completed")


def test_a_carrier_is_written_as_the_shop_writes_it(
    simulator: Simulator, shop: World, order: dict[str, Any]
) -> None:
    client(simulator).confirm(parcel(order, carrier="FedEx", carrier_name="FedEx"))

    assert shop.trackings[order["id"]][0]["tracking_provider"] == "Fedex"


def test_a_carrier_that_the_shop_does_not_know_goes_with_its_link(
    simulator: Simulator, shop: World, order: dict[str, Any]
) -> None:
    client(simulator).confirm(
        parcel(
            order,
            carrier=OTHER_CARRIER,
            carrier_name="Yodel",
            tracking_url="https://y.example.org/100%/AB123456785GB",
        )
    )

    (tracking,) = shop.trackings[order["id"]]
    assert tracking["custom_tracking_provider"] == "Yodel"
    assert tracking["custom_tracking_link"] == "https://y.example.org/100%%/%1$s"


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({}, f"Sent with Royal Mail, tracking number AB123456785GB, {LINK} [parcel:7]"),
        ({"tracking_number": None, "tracking_url": None}, "Sent with Royal Mail [parcel:7]"),
        ({"tracking_number": None, "tracking_url": None, "carrier_name": ""}, "Sent [parcel:7]"),
    ],
)
def test_without_the_extension_it_is_a_note_for_the_shop(
    simulator: Simulator, shop: World, order: dict[str, Any], changes: dict[str, Any], note: str
) -> None:
    shop.has_tracking = False

    told = client(simulator).confirm(parcel(order, **changes))

    (written,) = shop.notes[order["id"]]
    assert (written["note"], written["customer_note"], str(written["id"])) == (note, False, told)
    assert shop.orders[order["id"]]["status"] == "completed"


def test_with_the_extension_what_has_no_number_or_no_link_is_a_note_too(
    simulator: Simulator, shop: World, order: dict[str, Any]
) -> None:
    for key, changes in (
        ("parcel:1", {"tracking_number": None}),
        ("parcel:2", {"carrier": OTHER_CARRIER, "carrier_name": "A neighbour", "tracking_url": None}),
    ):
        client(simulator).confirm(parcel(order, key=key, **changes))

    assert [note["note"][-10:] for note in shop.notes[order["id"]]] == ["[parcel:1]", "[parcel:2]"]
    assert shop.trackings[order["id"]] == []


@pytest.mark.parametrize("has_tracking", [True, False])
def test_told_again_nothing_is_said_twice(
    simulator: Simulator, shop: World, order: dict[str, Any], *, has_tracking: bool
) -> None:
    shop.has_tracking = has_tracking
    shops, sending = client(simulator), parcel(order)
    assert not shops.is_confirmed(sending)

    first, second = shops.confirm(sending), shops.confirm(sending)

    assert (first == second, shops.is_confirmed(sending)) == (True, True)
    assert len(shop.trackings.get(order["id"], [])) + len(shop.notes.get(order["id"], [])) == 1


@pytest.mark.parametrize("has_tracking", [True, False])
@pytest.mark.parametrize("call", ["shipment-trackings", "notes", ""])
def test_whichever_answer_is_lost_the_second_try_ends_the_same(
    simulator: Simulator, shop: World, order: dict[str, Any], call: str, *, has_tracking: bool
) -> None:
    shop.has_tracking = has_tracking
    space = "wc-shipment-tracking" if call == "shipment-trackings" else "wc"
    path = f"/woocommerce/wp-json/{space}/v3/orders/{order['id']}{call and '/'}{call}"
    lost = 2 if call else 3
    for times in range(1, lost + 1):
        simulator.faults.add(path, times=times, status=500, after=True)
        sending = parcel(order, key=f"parcel:{times}", tracking_number=f"AB{times}")
        for _ in range(8):
            try:
                client(simulator).confirm(sending)
                break
            except Unreachable:
                continue
        assert client(simulator).is_confirmed(sending)
    told = [*shop.trackings.get(order["id"], []), *shop.notes.get(order["id"], [])]
    assert (len(told), shop.orders[order["id"]]["status"]) == (lost, "completed")


@pytest.mark.parametrize("status", ["cancelled", "refunded", "completed"])
def test_what_the_shop_has_settled_stays_as_it_says(
    simulator: Simulator, shop: World, order: dict[str, Any], status: str
) -> None:
    shop.change(order["id"], status=status, date_modified_gmt="2026-11-24T10:00:00")

    client(simulator).confirm(parcel(order))

    assert shop.orders[order["id"]]["status"] == status
    assert client(simulator).is_confirmed(parcel(order))


def test_an_order_that_is_not_there_any_more_can_be_told_nothing(simulator: Simulator, shop: World) -> None:
    with pytest.raises(NoSuchThing):
        client(simulator).confirm(parcel({"id": 99, "number": "99"}))
