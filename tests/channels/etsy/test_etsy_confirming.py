"""Etsy is told of parcels: each success mails the buyer, so what was told already has to be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from oms.channels.clients import Sending, SentLine
from oms.core.errors import Permanent, Unreachable
from tests.channels.etsy.connecting import client
from tests.channels.simulator.etsy_shop import World
from tests.channels.simulator.running import Simulator

PARCEL = Sending(
    key="7",
    order_external_id="",
    order_number="",
    lines=(SentLine("4100000001", 1),),
    completes=True,
    sent_at=datetime(2026, 9, 3, 12, tzinfo=UTC),
    carrier="royal-mail",
    carrier_name="Royal Mail",
    tracking_number="AB123456785GB",
    tracking_url=None,
)


@pytest.fixture
def etsy(simulator: Simulator) -> World:
    world = simulator.world("etsy")
    world.add_listing("Clay bowl", ("BOWL", 20))
    world.add_listing("Linen apron", ("APRON-S", 3), ("APRON-M", 0))
    return world


def sent(receipt: dict[str, Any], **changes: Any) -> Sending:
    return replace(PARCEL, order_external_id=str(receipt["receipt_id"]), **changes)


def test_a_parcel_is_told_once_and_known_by_its_number(simulator: Simulator, etsy: World) -> None:
    receipt = etsy.place_order(("BOWL", 1))
    parcel = sent(receipt)
    assert not client(simulator).is_confirmed(parcel)

    assert client(simulator).confirm(parcel) == "9000000"

    assert etsy.mails == [(receipt["receipt_id"], "AB123456785GB")]
    assert client(simulator).is_confirmed(replace(parcel, tracking_number="ab 123456785 gb"))
    assert not client(simulator).is_confirmed(replace(parcel, tracking_number="CD123456785GB"))


def test_a_parcel_whose_answer_was_lost_is_known_there(simulator: Simulator, etsy: World) -> None:
    receipt = etsy.place_order(("BOWL", 1))
    simulator.faults.add(f"/etsy/v3/application/shops/7001/receipts/{receipt['receipt_id']}", cut=True)

    with pytest.raises(Unreachable):
        client(simulator).confirm(sent(receipt))

    assert client(simulator).is_confirmed(sent(receipt))
    assert len(etsy.mails) == 1


def test_a_parcel_without_a_number_only_marks_the_order(simulator: Simulator, etsy: World) -> None:
    receipt = etsy.place_order(("BOWL", 1))
    bare = sent(receipt, tracking_number=None)

    assert client(simulator).confirm(bare) is None

    assert etsy.mails == [(receipt["receipt_id"], None)]
    assert client(simulator).is_confirmed(bare)


def test_a_number_that_etsy_wants_is_asked_for_in_its_words(simulator: Simulator, etsy: World) -> None:
    receipt = etsy.place_order(("BOWL", 1), country_iso="US")

    with pytest.raises(Permanent, match="Etsy says no: A tracking number is required"):
        client(simulator).confirm(sent(receipt, tracking_number=None))
    assert etsy.mails == []
