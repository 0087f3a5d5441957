"""A parcel leaves, and the channel that sold it hears of it once: which of its lines, by whom, under which number."""

from __future__ import annotations

from oms.channels.listings import map_listing
from oms.core.db import db, transaction
from oms.inventory.proving import prove_stock
from oms.orders.cancelling import cancel_line
from oms.orders.placing import Part
from oms.outgoing.models import Confirmation
from oms.packing.models import Parcel
from oms.shipping.tracking import set_tracking
from tests.channels.working import lines_of as line_ids
from tests.outgoing.playing import (
    FakeChannel,
    account,
    confirmation,
    confirmations,
    lines_of,
    picked,
    sent,
    sold,
    stocked,
    work,
)
from tests.picking.floor import assert_proven
from tests.shipping.parcels import pack, parcel_of, send, take_back
from tests.shop import Shop


def test_the_channel_is_told_what_left_by_whom_and_under_which_number(
    shop: Shop, channel: FakeChannel
) -> None:
    account_id = account(shop)
    stocked(shop, "LAMP", "MUG")
    order_id = picked(shop, sold(shop, account_id, ("LAMP", 2), ("MUG", 1)), "LAMP", "LAMP", "MUG")
    parcel_id = pack(shop, order_id, "LAMP", "LAMP", "MUG")
    with shop.inside():
        set_tracking(parcel_id, "JJD0004203107710042", "dhl", by=shop.by())
    send(shop, parcel_id)

    work(shop)

    [told] = channel.told
    assert (told.order_external_id, told.order_number) == ("gid-#1001", "#1001")
    assert lines_of(told) == [("L1", 2), ("L2", 1)]
    assert told.completes
    assert (told.carrier, told.carrier_name) == ("DHL Express", "DHL")
    assert told.tracking_number == "JJD0004203107710042"
    assert told.tracking_url is not None
    one = confirmation(shop)
    assert (one.told_by, one.remote_id, one.calling_since) == ("worker", "remote-1", None)
    assert told.sent_at == one.sent_at
    assert_proven(shop)


def test_nobody_is_told_while_it_can_still_be_undone(shop: Shop, channel: FakeChannel) -> None:
    sent(shop, account(shop), "LAMP")

    work(shop, minutes=4)

    assert (channel.told, confirmations(shop)) == ([], [])


def test_several_parcels_are_told_one_after_the_other(shop: Shop, channel: FakeChannel) -> None:
    account_id = account(shop)
    stocked(shop, "LAMP", "MUG")
    order_id = picked(shop, sold(shop, account_id, ("LAMP", 2), ("MUG", 1)), "LAMP", "LAMP", "MUG")
    send(shop, pack(shop, order_id, "LAMP"), pack(shop, order_id, "LAMP", "MUG"))

    work(shop)

    assert [(lines_of(told), told.completes) for told in channel.told] == [
        ([("L1", 1)], False),
        ([("L1", 1), ("L2", 1)], True),
    ]
    assert_proven(shop)


def test_what_leaves_later_is_told_without_what_left_before(shop: Shop, channel: FakeChannel) -> None:
    account_id = account(shop)
    stocked(shop, "LAMP")
    order_id = picked(shop, sold(shop, account_id, ("LAMP", 3)), "LAMP", "LAMP", "LAMP")
    send(shop, pack(shop, order_id, "LAMP"))
    work(shop)

    send(shop, pack(shop, order_id, "LAMP", "LAMP"))
    work(shop, minutes=12)

    assert [lines_of(told) for told in channel.told] == [[("L1", 1)], [("L1", 2)]]
    assert [told.completes for told in channel.told] == [False, True]


def test_of_a_pack_only_whole_ones_count(shop: Shop, channel: FakeChannel) -> None:
    account_id = account(shop)
    with shop.inside():
        map_listing(account_id, "4-PACK", (Part(shop.skus["MUG"], 4),), by=shop.by())
    stocked(shop, "MUG")
    order_id = picked(shop, sold(shop, account_id, ("4-PACK", 2)), *["MUG"] * 8)

    send(shop, pack(shop, order_id, *["MUG"] * 5))
    assert_proven(shop)
    send(shop, pack(shop, order_id, *["MUG"] * 3))
    work(shop)

    assert [lines_of(told) for told in channel.told] == [[("L1", 1)], [("L1", 1)]]


def test_a_kit_is_told_with_the_parcel_that_completes_it(shop: Shop, channel: FakeChannel) -> None:
    account_id = account(shop)
    kit = (Part(shop.skus["LAMP"], 1), Part(shop.skus["MUG"], 2))
    with shop.inside():
        map_listing(account_id, "DESK-SET", kit, by=shop.by())
    stocked(shop, "LAMP", "MUG")
    order_id = picked(shop, sold(shop, account_id, ("DESK-SET", 1)), "LAMP", "MUG", "MUG")

    send(shop, pack(shop, order_id, "LAMP"), pack(shop, order_id, "MUG", "MUG"))
    work(shop)

    [told] = channel.told
    assert (lines_of(told), told.completes) == ([("L1", 1)], True)
    bare, whole = confirmations(shop)
    assert (bare.told_at, bare.is_open) == (None, False)
    assert "completes no unit" in (bare.refusal or "")
    assert whole.told_at is not None
    assert_proven(shop)


def test_what_was_cancelled_does_not_keep_an_order_from_being_complete(
    shop: Shop, channel: FakeChannel
) -> None:
    account_id = account(shop)
    stocked(shop, "LAMP", "MUG")
    order_id = sold(shop, account_id, ("LAMP", 1), ("MUG", 1))
    with shop.inside():
        cancel_line(line_ids(shop)[1], 1, by=shop.by())
    send(shop, pack(shop, picked(shop, order_id, "LAMP"), "LAMP"))

    work(shop)

    assert (lines_of(channel.told[0]), channel.told[0].completes) == ([("L1", 1)], True)


def test_orders_by_phone_have_nobody_to_tell(shop: Shop, channel: FakeChannel) -> None:
    account(shop)
    send(shop, parcel_of(shop))

    work(shop)

    assert (channel.told, confirmations(shop)) == ([], [])


def test_an_undone_hand_over_is_not_told(shop: Shop, channel: FakeChannel) -> None:
    account_id = account(shop)
    stocked(shop, "LAMP")
    parcel_id = pack(shop, picked(shop, sold(shop, account_id, ("LAMP", 1)), "LAMP"), "LAMP")
    by = send(shop, parcel_id)

    take_back(shop, by)
    work(shop)

    assert (channel.told, confirmations(shop)) == ([], [])
    with shop.inside():
        assert db.session.get_one(Parcel, parcel_id).left_at is None


def test_more_told_than_left_is_found_by_the_proof(shop: Shop, channel: FakeChannel) -> None:
    sent(shop, account(shop), "LAMP")
    work(shop)
    with shop.inside(), transaction() as session:
        one = session.get_one(Confirmation, confirmation(shop).id)
        one.lines = [{**one.lines[0], "quantity": 2}]

    with shop.inside():
        [wrong] = prove_stock().mismatches

    assert (wrong.check, wrong.kept, wrong.added_up) == ("told", 2, 1)
