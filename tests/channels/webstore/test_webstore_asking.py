"""What a web store may ask: where its orders stand, what left with which number, and how many it may sell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oms.channels.listings import map_listing
from oms.channels.models import Channel
from oms.core import clock
from oms.core.db import db, transaction
from oms.orders.placing import Part
from oms.packing.models import Parcel
from oms.shipping.handing_over import add_to_manifest, hand_over, open_manifest
from oms.shipping.tracking import set_tracking
from tests.channels.bringing import account, bring, order
from tests.channels.webstore.calling import Store, said
from tests.channels.working import closed_parcel
from tests.shop import Shop

NUMBER = "1Z5R89390357567127"
LATER = timedelta(minutes=10)


@pytest.fixture
def store(shop: Shop) -> Store:
    shop.receive("LAMP", 5)
    return Store.open(shop)


def sent(shop: Shop) -> None:
    """Order #1001 leaves with a tracking number."""
    parcel_id = closed_parcel(shop, "LAMP", "LAMP")
    with shop.inside():
        set_tracking(parcel_id, NUMBER, by=shop.by())
        manifest = open_manifest(shop.site, "UPS", by=shop.by())
        add_to_manifest(manifest, db.session.get_one(Parcel, parcel_id).code, by=shop.by())
        hand_over(manifest, by=shop.by())


def levels(store: Store, path: str = "/stock") -> dict[str, Any]:
    return {one["sku"]: one["available"] for one in store.get(path).json["stock"]}


def test_where_an_order_stands(store: Store) -> None:
    store.post("/orders", said(("LAMP", 7), ("CANDLE", 1)))
    answer = store.get("/orders/1001")
    assert answer.status_code == 200
    shown = answer.json
    assert shown["headline"] == {"code": "needs_you", "text": "Needs you: 1 unknown item"}
    assert (shown["paid"], shown["cancelled"], shown["parcels"]) == (True, False, [])
    assert [(one["reason"], one["line"]) for one in shown["waits_for"]] == [
        ("unknown_item", "2"),
        ("short", "1"),
    ]
    lamp = shown["lines"][0]
    assert lamp == {
        "id": "1", "sku": "LAMP", "title": "LAMP", "quantity": 7, "cancelled": 0, "shipped": 0, "to_ship": 7,
        "missing": 2,
    }  # fmt: skip


def test_what_the_shop_noted_for_itself_and_where_the_customer_lives_is_not_told(store: Store) -> None:
    store.post("/orders", said(("LAMP", 1), ship_to={"name": "Ana", "line1": "Nowhere"}))
    text = store.get("/orders/1001").text
    assert "Nowhere" not in text
    assert '"reason":"address","text":"Address to check"' in text


def test_a_parcel_is_shown_once_the_hand_over_cannot_be_taken_back_unseen(shop: Shop, store: Store) -> None:
    store.post("/orders", said(("LAMP", 2)))
    sent(shop)
    assert store.get("/orders/1001").json["parcels"] == []
    with clock.travel(clock.now() + LATER):
        shown = store.get("/orders/1001").json
    (parcel,) = shown["parcels"]
    assert shown["headline"]["code"] == "shipped"
    assert (parcel["carrier"], parcel["tracking_number"]) == ("UPS", NUMBER)
    assert parcel["tracking_url"] == f"https://www.ups.com/track?tracknum={NUMBER}"
    assert parcel["contents"] == [{"line": "1", "sku": "LAMP", "quantity": 2}]
    assert (shown["lines"][0]["shipped"], shown["lines"][0]["to_ship"]) == (2, 0)


def test_orders_some_at_a_time_by_their_ids(store: Store) -> None:
    for number in ("1003", "1001", "1002"):
        store.post("/orders", said(("LAMP", 1), id_=number))
    first = store.get("/orders?limit=2").json
    assert [one["id"] for one in first["orders"]] == ["1001", "1002"]
    rest = store.get(f"/orders?limit=2&after={first['next']}").json
    assert ([one["id"] for one in rest["orders"]], rest["next"]) == (["1003"], None)


def test_who_asks_again_from_as_of_misses_nothing_that_left(shop: Shop, store: Store) -> None:
    store.post("/orders", said(("LAMP", 2)))
    store.post("/orders", said(("LAMP", 1), id_="1002"))
    as_of, seen = store.get("/orders").json["as_of"], []
    began = clock.now()
    for minutes in range(0, 12, 2):
        with clock.travel(began + timedelta(minutes=minutes)):
            if minutes == 4:
                sent(shop)
            page = store.get("/orders", query_string={"sent_since": as_of}).json
            as_of = page["as_of"]
            seen += [one["id"] for one in page["orders"]]
    assert set(seen) == {"1001"}


def test_only_its_own_orders(shop: Shop, store: Store) -> None:
    account(shop)
    bring(shop, order(1001))
    Store.open(shop, "anders.example").post("/orders", said(("LAMP", 1), id_="1001"))
    assert store.get("/orders").json["orders"] == []
    assert store.get("/orders/1001").status_code == 404


def test_how_many_may_be_sold(shop: Shop, store: Store) -> None:
    store.post("/orders", said(("LAMP", 2)))
    assert levels(store) == {"LAMP": 3, "MUG": None, "SOCK-GRN-39": None, "TWINE": None}
    with shop.inside(), transaction() as session:
        channel = session.get_one(Channel, store.channel_id)
        channel.stock_buffer, channel.stock_cap = 1, 10
    assert store.get("/stock/LAMP").json == {"sku": "LAMP", "available": 2}


def test_by_its_own_names_and_as_many_kits_as_the_parts_allow(shop: Shop, store: Store) -> None:
    shop.receive("MUG", 9)
    parts = (Part(shop.skus["LAMP"], 2), Part(shop.skus["MUG"], 3))
    with shop.inside():
        map_listing(store.channel_id, "desk set/brass", parts, by=shop.by())
    assert store.get("/stock/desk%20set/brass").json == {"sku": "desk set/brass", "available": 2}
    assert levels(store)["desk set/brass"] == 2


def test_stock_some_at_a_time(store: Store) -> None:
    seen, after = [], ""
    while after is not None:
        page = store.get(f"/stock?limit=1{'&after=' if after else ''}{after}").json
        seen += [one["sku"] for one in page["stock"]]
        after = page["next"]
    assert sorted(seen) == ["LAMP", "MUG", "SOCK-GRN-39", "TWINE"]


@pytest.mark.parametrize("name", ["NOTHING", "%20", "%00", "x" * 101])
def test_what_nobody_knows_by_that_name_is_missing(store: Store, name: str) -> None:
    assert store.get(f"/stock/{name}").status_code == 404
