"""A channel changes or cancels an order that somebody holds in the hand: the floor sees it, old and new."""

from __future__ import annotations

import pytest

from oms.core.undoing import undo_operation
from oms.orders.cancelling import cancel_line
from tests.channels.bringing import account, available, bring, order, the_order
from tests.channels.files import shopify_line
from tests.channels.working import closed_parcel, lines_of, picked
from tests.desk.reading import see, text
from tests.picking.floor import assert_proven, start
from tests.shop import Shop

CANCELLED = {"Cancelled_at": "2026-11-22 10:00:00 +0100"}
MOVED = {"Shipping_Street": "Ringstraße 9", "Shipping_Address1": "Ringstraße 9"}


@pytest.fixture(autouse=True)
def stocked(shop: Shop) -> None:
    account(shop)
    shop.receive("LAMP", 10)
    shop.receive("MUG", 10)


def run_page(shop: Shop, run_id: int) -> str:
    return text(see(shop, f"/pick/runs/{run_id}", "Ben"))


def bench_page(shop: Shop) -> str:
    return text(see(shop, f"/pack/orders/{the_order(shop).id}", "Ben"))


def test_the_picker_sees_how_many_were_wanted_and_are_now(shop: Shop) -> None:
    bring(shop, order())
    run_id = start(shop, the_order(shop).id)
    assert "changed meanwhile" not in run_page(shop, run_id)

    bring(shop, order(Lineitem_quantity="3", Subtotal="60.00", Total="65.00"))
    bring(shop, order(Lineitem_quantity="1", Subtotal="20.00", Total="25.00"))

    page = run_page(shop, run_id)
    assert "This order was changed meanwhile" in page
    assert "2 → now 1" in page
    assert_proven(shop)


def test_the_packer_sees_the_new_address_beside_the_old_one(shop: Shop) -> None:
    bring(shop, order())
    picked(shop, "LAMP", "LAMP")

    bring(shop, order(**MOVED))

    page = bench_page(shop)
    assert "Address" in page
    assert "→ now" in page
    assert page.index("Ringstraße 9") > page.index("→ now")


def test_a_line_that_came_late_is_new(shop: Shop) -> None:
    bring(shop, order())
    picked(shop, "LAMP", "LAMP")

    bring(shop, order(), shopify_line(Lineitem_sku="MUG", Lineitem_name="Mug"))

    assert "Mug 0 → now 1" in bench_page(shop)


def test_what_was_taken_back_again_is_no_change(shop: Shop) -> None:
    bring(shop, order())
    picked(shop, "LAMP", "LAMP")
    by = shop.by()
    with shop.inside():
        cancel_line(lines_of(shop)[0], 1, by=by)
    assert "2 → now 1" in bench_page(shop)

    with shop.inside():
        undo_operation(by.operation_id, by=shop.by())

    assert "changed meanwhile" not in bench_page(shop)


def test_a_cancelled_order_gets_no_label_though_it_is_packed(shop: Shop) -> None:
    bring(shop, order())
    parcel_id = closed_parcel(shop, "LAMP", "LAMP")

    bring(shop, order(**CANCELLED))

    ben = shop.client("Ben")
    assert ben.get(f"/parcels/{parcel_id}/label.pdf").status_code == 409
    assert ben.get(f"/parcels/{parcel_id}/papers.pdf").status_code == 409


def test_what_lies_in_the_tote_of_a_cancelled_order_is_to_be_put_back_once(shop: Shop) -> None:
    bring(shop, order())
    picked(shop, "LAMP", "LAMP")

    for _ in range(2):
        bring(shop, order(**CANCELLED))

    assert available(shop, "LAMP") == 8
    assert "2" in text(see(shop, "/put-back"))
    assert_proven(shop)
