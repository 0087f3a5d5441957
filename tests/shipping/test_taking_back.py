"""Taking a hand-over back: as long as no customer has heard of it, everything is as it was before."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from oms.core import clock
from oms.core.db import db, transaction
from oms.core.errors import Refused
from oms.core.events import Delivery
from oms.shipping.delivering import mark_delivered
from tests.picking.floor import assert_proven, headline
from tests.shipping.parcels import (
    order_of,
    parcel_of,
    send,
    shipment,
    shipped,
    take_back,
    with_customers,
)
from tests.shop import Shop


def test_all_of_a_list_comes_back_and_nobody_is_told(shop: Shop) -> None:
    lamp, mug = parcel_of(shop), parcel_of(shop, "MUG")
    by = send(shop, lamp, mug)

    take_back(shop, by)

    orders = [order_of(shop, one) for one in (lamp, mug)]
    assert [headline(shop, one) for one in orders] == ["packed", "packed"]
    assert [shipped(shop, one) for one in orders] == [[0], [0]]
    assert (with_customers(shop, "LAMP"), with_customers(shop, "MUG")) == (0, 0)
    assert shipment(shop, lamp).handed_over_at is None
    assert withdrawn(shop) == 2
    assert_proven(shop)


def withdrawn(shop: Shop) -> int:
    withdrawn_mails = Delivery.handler == "notifications.mail_shipped", Delivery.withdrawn_at.is_not(None)
    query = select(func.count()).where(*withdrawn_mails)
    with shop.inside():
        return db.session.scalar(query) or 0


def test_the_parcels_are_on_their_list_again_and_can_leave_with_it(shop: Shop) -> None:
    parcel_id = parcel_of(shop)
    take_back(shop, send(shop, parcel_id))
    manifest_id = shipment(shop, parcel_id).manifest_id

    page = shop.client("Ben").get(f"/manifests/{manifest_id}")
    assert "1 parcel on the list" in page.text
    shop.client("Ben").post(f"/manifests/{manifest_id}/hand-over")

    assert headline(shop, order_of(shop, parcel_id)) == "shipped"
    assert_proven(shop)


def test_a_carrier_that_only_the_list_knew_is_forgotten(shop: Shop) -> None:
    parcel_id = parcel_of(shop)
    take_back(shop, send(shop, parcel_id, carrier="The van man"))

    assert shipment(shop, parcel_id).carrier is None


def test_once_the_first_customer_was_told_it_stays(shop: Shop) -> None:
    parcel_id = parcel_of(shop)
    by = send(shop, parcel_id)
    tell(shop)

    with pytest.raises(Refused, match="customer has already been told"):
        take_back(shop, by)
    assert headline(shop, order_of(shop, parcel_id)) == "shipped"


def tell(shop: Shop) -> None:
    """As the worker leaves it when the mail server has taken the mail."""
    with shop.inside(), transaction() as session:
        mails = update(Delivery).where(Delivery.handler == "notifications.mail_shipped")
        session.execute(mails.values(done_at=clock.now()))


def test_what_was_delivered_does_not_come_back(shop: Shop) -> None:
    parcel_id = parcel_of(shop)
    by = send(shop, parcel_id)
    with shop.inside():
        mark_delivered(parcel_id, clock.now(), by=shop.by())

    with pytest.raises(Refused, match="was delivered already"):
        take_back(shop, by)


def test_the_page_offers_the_way_back_as_long_as_there_is_one(shop: Shop) -> None:
    parcel_id = parcel_of(shop)
    send(shop, parcel_id)
    address = f"/manifests/{shipment(shop, parcel_id).manifest_id}"
    assert "Undo the hand-over" in shop.client("Ben").get(address).text

    tell(shop)

    page = shop.client("Ben").get(address).text
    assert "Undo the hand-over" not in page
    assert "can no longer be taken back" in page
