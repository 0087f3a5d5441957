"""Told by itself, once: whatever the channel answers, and also where it answers nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from oms.channels.models import Connection
from oms.core.db import transaction
from oms.core.errors import Permanent, Refused, Unreachable
from oms.core.events import Delivery
from oms.core.operations import By
from oms.outgoing.deciding import note_told_by_hand, tell_again
from oms.shipping.handing_over import hand_over
from tests.outgoing.playing import (
    FakeChannel,
    account,
    confirmation,
    lines_of,
    picked,
    play,
    sent,
    sold,
    stocked,
    work,
)
from tests.shipping.parcels import pack, send, take_back
from tests.shop import Shop

GONE = Unreachable("The channel answered 503. It is tried again.")


def test_one_that_does_not_answer_is_asked_before_it_is_told_again(shop: Shop, channel: FakeChannel) -> None:
    channel.answers = [GONE]
    sent(shop, account(shop), "LAMP")

    work(shop)
    one = confirmation(shop)
    assert (one.is_open, one.may_be_told, one.calling_since, one.refusal) == (True, True, None, None)
    work(shop, minutes=10)

    assert (len(channel.asked), len(channel.told)) == (1, 1)
    assert confirmation(shop).told_at is not None


def test_an_answer_that_was_lost_is_not_told_twice(shop: Shop, channel: FakeChannel) -> None:
    def lost() -> None:
        raise GONE

    channel.after = lost
    sent(shop, account(shop), "LAMP")

    work(shop)
    work(shop, minutes=10)

    assert (len(channel.told), len(channel.asked)) == (1, 1)
    assert confirmation(shop).told_at is not None


def test_a_no_waits_for_a_person_who_has_it_tried_again(shop: Shop, channel: FakeChannel) -> None:
    channel.answers = [Permanent("Etsy: A tracking number is required.")]
    sent(shop, account(shop), "LAMP")
    work(shop)
    one = confirmation(shop)
    assert (one.is_parked, one.is_in_doubt) == (True, False)
    assert one.refusal == "Etsy: A tracking number is required."
    work(shop, hours=5)
    assert channel.told == []

    with shop.inside():
        tell_again((one.id,), by=shop.by("Mo"))
    work(shop)

    assert (len(channel.told), channel.asked) == (1, [])
    assert confirmation(shop).refusal is None


def test_what_the_channel_cannot_say_a_person_decides(shop: Shop, channel: FakeChannel) -> None:
    channel.mails_the_buyer = True
    channel.answers, channel.doubts = [GONE], [Permanent("The channel says no (400).")]
    sent(shop, account(shop), "LAMP")
    work(shop)
    work(shop, minutes=10)
    one = confirmation(shop)
    assert one.is_in_doubt
    assert "may have got through" in (one.refusal or "")
    assert "mails the buyer again" in (one.refusal or "")
    assert channel.told == []

    with shop.inside():
        tell_again((one.id,), by=shop.by("Mo"))
    work(shop)

    assert (len(channel.told), len(channel.asked)) == (1, 1)


def test_or_says_that_it_is_there(shop: Shop, channel: FakeChannel) -> None:
    channel.answers, channel.doubts = [GONE], [Permanent("No.")]
    sent(shop, account(shop), "LAMP")
    work(shop)
    work(shop, minutes=10)

    with shop.inside():
        note_told_by_hand((confirmation(shop).id,), by=shop.by("Mo"))
    work(shop, hours=9)

    assert channel.told == []
    assert confirmation(shop).told_by == f"user:{shop.people['Mo']}"


def test_in_the_end_a_channel_that_never_answers_needs_somebody(shop: Shop, channel: FakeChannel) -> None:
    channel.answers = [GONE] * 50
    sent(shop, account(shop), "LAMP")
    work(shop)
    for days in range(1, 10):
        work(shop, days=days)

    one = confirmation(shop)

    assert one.is_parked
    assert one.refusal == "The channel answered 503. It is tried again. It was tried for hours."


def test_an_account_that_is_switched_off_is_told_once_it_is_on(shop: Shop, channel: FakeChannel) -> None:
    account_id = account(shop, is_on=False)
    sent(shop, account_id, "LAMP")
    work(shop)
    assert (channel.told, confirmation(shop).is_parked) == ([], False)

    switch_on(shop, account_id)
    work(shop, minutes=30)

    assert len(channel.told) == 1


def test_a_parcel_whose_carrier_has_no_word_there_waits_alone(
    shop: Shop, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(monkeypatch, client=channel, other_carrier=None)
    account_id = account(shop)
    sent(shop, account_id, "LAMP", number="#1001", carrier="Yodel")
    sent(shop, account_id, "MUG", number="#1002", carrier="DHL")

    work(shop)

    assert [told.order_number for told in channel.told] == ["#1002"]


def test_an_undo_is_refused_once_the_channel_knows(shop: Shop, channel: FakeChannel) -> None:
    by = handed_over(shop, account(shop))
    work(shop)
    only_the_channel_heard(shop)

    with pytest.raises(Refused, match="The channel was told already that parcel P0000001 left"):
        take_back(shop, by)

    assert len(channel.told) == 1


def test_what_still_waits_is_withdrawn_with_the_hand_over(shop: Shop, channel: FakeChannel) -> None:
    account_id = account(shop, is_on=False)
    by = handed_over(shop, account_id)
    work(shop)
    only_the_channel_heard(shop)
    assert confirmation(shop).is_open

    take_back(shop, by)
    switch_on(shop, account_id)
    work(shop, minutes=30)

    assert channel.told == []
    assert confirmation(shop).withdrawn_at is not None

    with shop.inside():
        hand_over(1, by=shop.by("Ben"))
    work(shop, minutes=40)

    assert [lines_of(told) for told in channel.told] == [[("L1", 1)]]
    assert confirmation(shop).withdrawn_at is None


def handed_over(shop: Shop, account_id: int) -> By:
    stocked(shop, "LAMP")
    return send(shop, pack(shop, picked(shop, sold(shop, account_id, ("LAMP", 1)), "LAMP"), "LAMP"))


def only_the_channel_heard(shop: Shop) -> None:
    """The mail to the customer still waits, such as for a mail server."""
    waits = update(Delivery).where(Delivery.handler == "notifications.mail_shipped").values(done_at=None)
    with shop.inside(), transaction() as session:
        session.execute(waits)


def switch_on(shop: Shop, account_id: int) -> None:
    with shop.inside(), transaction() as session:
        session.get_one(Connection, account_id).is_on = True
