"""What a channel says later of an order that we have: believed where it is newer, a hold where it comes too late."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from oms.core.db import db
from oms.orders.editing import change_address
from oms.orders.holding import place_hold
from oms.orders.models import Contact
from tests.channels.bringing import (
    account,
    bring,
    holds,
    lines,
    order,
    read,
    staged,
    take,
    the_order,
)
from tests.channels.files import Cells, shopify, shopify_line
from tests.channels.working import handed_over, parcel
from tests.shop import ANA, Shop

PENDING = {"Financial_Status": "pending", "Paid_at": ""}
MOVED = {"Shipping_Address1": "Kleine Gasse 9"}


@pytest.fixture(autouse=True)
def stocked(shop: Shop) -> None:
    account(shop)
    shop.receive("LAMP", 10)
    shop.receive("MUG", 10)


def street(shop: Shop) -> str | None:
    contact_id = the_order(shop).ship_to_id
    with shop.inside():
        return db.session.get_one(Contact, contact_id).line1


def verdict(shop: Shop, row: Cells) -> tuple[str, str]:
    return staged(shop, read(shop, shopify(row)))[0][1:]


def test_a_payment_that_comes_later_opens_the_gate(shop: Shop) -> None:
    bring(shop, order(**PENDING))
    assert the_order(shop).headline == "unpaid"

    bring(shop, order())

    assert the_order(shop).headline == "ready"
    assert the_order(shop).paid_at == datetime(2026, 4, 5, 17, 6, 21, tzinfo=UTC)
    assert holds(shop) == []


def test_unpaid_after_paid_is_an_old_word(shop: Shop) -> None:
    bring(shop, order())

    assert verdict(shop, order(**PENDING, **MOVED)) == ("unchanged", "")
    bring(shop, order(**PENDING, **MOVED))

    assert (the_order(shop).headline, street(shop)) == ("ready", "Große Straße 5")


def test_a_file_that_we_had_before_overwrites_nothing_newer(shop: Shop) -> None:
    old = shopify(order(1001), order(1002))
    take(shop, read(shop, old))
    bring(shop, order(1001, **MOVED))

    again = read(shop, old)

    assert {what for _, what, _ in staged(shop, again)} == {"unchanged"}
    take(shop, again)
    assert street(shop) == "Kleine Gasse 9"


def test_what_a_file_leaves_out_is_not_cancelled(shop: Shop) -> None:
    bring(shop, order(1001), shopify_line())

    bring(shop, order(1002))
    bring(shop, order(1001))

    assert lines(shop) == [("LAMP", 2, 0, 0), ("MUG", 1, 0, 0)]
    assert the_order(shop).headline == "ready"


def test_another_address_before_packing_is_taken(shop: Shop) -> None:
    bring(shop, order())

    assert verdict(shop, order(**MOVED)) == ("changed", "address")
    bring(shop, order(**MOVED))

    assert (street(shop), the_order(shop).headline) == ("Kleine Gasse 9", "ready")


def test_another_address_after_packing_asks_for_another_label(shop: Shop) -> None:
    bring(shop, order())
    parcel(shop, "LAMP", "LAMP")

    bring(shop, order(**MOVED))

    assert street(shop) == "Kleine Gasse 9"
    assert holds(shop) == [
        ("address", "The channel changed the address after it was packed. Print the label again.")
    ]


def test_an_order_that_left_keeps_the_address_that_it_went_to(shop: Shop) -> None:
    bring(shop, order())
    handed_over(shop, "LAMP", "LAMP")

    bring(shop, order(**MOVED))

    assert (street(shop), holds(shop)) == ("Große Straße 5", [])


def test_an_address_that_somebody_here_corrected_is_not_overwritten(shop: Shop) -> None:
    bring(shop, order())
    with shop.inside():
        change_address(the_order(shop).id, ANA, the_order(shop).version, by=shop.by())

    bring(shop, order(**MOVED, Shipping_Name="Ana P."))

    assert street(shop) == ANA.line1
    ((reason, detail),) = holds(shop)
    assert reason == "address"
    assert "Ana P., Kleine Gasse 9, 50667, Köln, DE" in detail


def test_a_better_address_settles_our_own_doubt(shop: Shop) -> None:
    bring(shop, order(Shipping_Address1="Große Straße"))
    assert [reason for reason, _ in holds(shop)] == ["address"]

    bring(shop, order())

    assert holds(shop) == []


def test_a_hold_that_a_person_placed_stays(shop: Shop) -> None:
    bring(shop, order())
    with shop.inside():
        place_hold(the_order(shop).id, "address", "Ask her for the floor", by=shop.by())

    bring(shop, order(**MOVED))

    assert holds(shop) == [("address", "Ask her for the floor")]
