"""The tracking number of a parcel: recognised, checked, and never a reason to keep the parcel here."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Refused, WrongInput
from oms.orders.models import Order
from oms.orders.search import orders_matching
from oms.shipping.tracking import set_tracking
from tests.shipping.parcels import (
    code_of,
    order_of,
    pack,
    parcel_of,
    picked_order,
    send,
    shipment,
    take_back,
)
from tests.shop import Shop

RIGHT, MISREAD = "1ZBR00420377106258", "1ZBR00420377106259"


def track(shop: Shop, parcel_id: int, number: str, carrier: str | None = None) -> list[str]:
    with shop.inside():
        return list(set_tracking(parcel_id, number, carrier, by=shop.by("Ben")))


def test_the_number_names_its_carrier_and_finds_the_order(shop: Shop) -> None:
    parcel_id = parcel_of(shop)

    assert track(shop, parcel_id, " 1zbr 0042 0377 1062 58 ") == []

    found = shipment(shop, parcel_id)
    assert (found.tracking_number, found.carrier_name) == (RIGHT, "UPS")
    assert orders_found(shop, RIGHT) == [order_of(shop, parcel_id)]
    assert orders_found(shop, RIGHT[-8:]) == [order_of(shop, parcel_id)]


def orders_found(shop: Shop, words: str) -> list[int]:
    with shop.inside():
        return list(db.session.scalars(select(Order.id).where(Order.id.in_(orders_matching(words)))))


def test_a_wrong_check_digit_warns_and_is_kept(shop: Shop) -> None:
    parcel_id = parcel_of(shop)

    assert track(shop, parcel_id, MISREAD) == [
        "The check digit is not the one that UPS would print. Compare the number with the label."
    ]
    assert shipment(shop, parcel_id).tracking_number == MISREAD
    send(shop, parcel_id)
    assert shipment(shop, parcel_id).handed_over_at is not None


def test_a_number_that_is_on_another_parcel_warns(shop: Shop) -> None:
    first, second = parcel_of(shop), parcel_of(shop, "MUG")
    track(shop, first, RIGHT)

    assert track(shop, second, RIGHT) == [f"This number is already on parcel {code_of(shop, first)}."]


def test_a_number_that_a_spreadsheet_destroyed_warns(shop: Shop) -> None:
    parcel_id = parcel_of(shop)

    [warning] = track(shop, parcel_id, "1.23E+26")

    assert warning.startswith("A spreadsheet turned this number into a power of ten")
    assert shipment(shop, parcel_id).carrier is None


def test_a_number_of_nobody_we_know_is_kept(shop: Shop) -> None:
    parcel_id = parcel_of(shop)

    assert track(shop, parcel_id, "VAN-7") == []
    assert (shipment(shop, parcel_id).tracking_number, shipment(shop, parcel_id).carrier) == ("VAN-7", None)


def test_the_carrier_that_a_person_chose_wins(shop: Shop) -> None:
    parcel_id = parcel_of(shop)
    track(shop, parcel_id, "15500420310771", "dhl_ecommerce")

    assert shipment(shop, parcel_id).carrier_name == "DHL eCommerce"


@pytest.mark.parametrize("number", ["", "  "])
def test_no_number_is_no_number(shop: Shop, number: str) -> None:
    with pytest.raises(WrongInput):
        track(shop, parcel_of(shop), number)


def test_an_open_parcel_has_no_number_yet(shop: Shop) -> None:
    parcel_id = pack(shop, picked_order(shop, ("LAMP", 1)), "LAMP", sealed=False)

    with pytest.raises(Refused, match="Seal the parcel first"):
        track(shop, parcel_id, RIGHT)


def test_a_number_can_be_corrected_after_the_parcel_left(shop: Shop) -> None:
    parcel_id = parcel_of(shop)
    track(shop, parcel_id, MISREAD)
    send(shop, parcel_id)

    assert track(shop, parcel_id, RIGHT) == []

    found = shipment(shop, parcel_id)
    assert (found.tracking_number, found.warnings) == (RIGHT, [])
    assert found.handed_over_at is not None


def test_undo_brings_the_old_number_back_with_its_warnings(shop: Shop) -> None:
    parcel_id, by = parcel_of(shop), shop.by("Ben")
    warnings = track(shop, parcel_id, MISREAD)
    with shop.inside():
        set_tracking(parcel_id, "RR042031074IE", by=by)

    take_back(shop, by)

    found = shipment(shop, parcel_id)
    assert (found.tracking_number, found.carrier, found.warnings) == (MISREAD, "ups", warnings)


def test_undo_does_not_throw_away_a_newer_number(shop: Shop) -> None:
    parcel_id, by = parcel_of(shop), shop.by("Ben")
    with shop.inside():
        set_tracking(parcel_id, MISREAD, by=by)
    track(shop, parcel_id, RIGHT)

    with pytest.raises(Refused, match="changed again since"):
        take_back(shop, by)
    assert shipment(shop, parcel_id).tracking_number == RIGHT
