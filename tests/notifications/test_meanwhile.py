"""What people do while a message waits, is leaving, or is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oms.core import clock
from oms.core.errors import Refused
from oms.shipping.tracking import set_tracking
from tests.notifications.post import PostOffice, notices, work
from tests.shipping.parcels import parcel_of, send, take_back
from tests.shop import Shop

BUSY = "451 Try again later"


def test_while_a_message_is_leaving_its_hand_over_stays(shop: Shop, post: PostOffice) -> None:
    by = send(shop, parcel_of(shop))
    refusals: list[str] = []

    def try_to_take_back() -> None:
        if "on its way" in post.mails[-1].message["Subject"]:
            with pytest.raises(Refused) as refusal:
                take_back(shop, by)
            refusals.append(refusal.value.sentence)

    post.before = try_to_take_back
    work(shop)

    assert refusals == ["The customer has already been told, so this cannot be taken back."]


def test_between_two_tries_a_hand_over_can_still_be_taken_back(shop: Shop, post: PostOffice) -> None:
    by = send(shop, parcel_of(shop))
    post.rcpt_answer = BUSY
    work(shop)
    post.rcpt_answer = ""

    take_back(shop, by)
    work(shop, minutes=60)

    assert post.mails == []


def test_a_corrected_message_is_the_one_that_is_sent_later(shop: Shop, post: PostOffice) -> None:
    parcel_id = parcel_of(shop)
    send(shop, parcel_id)
    post.rcpt_answer = BUSY
    work(shop)
    post.rcpt_answer = ""
    with shop.inside():
        set_tracking(parcel_id, "RR042031074IE", by=shop.by("Ben"))

    work(shop, minutes=60)

    assert "RR042031074IE" in post.mails[-1].text
    assert timedelta() < notices(shop)[-1].written_at - clock.now()
