"""A shop without a mail server: mails wait, nothing fails, and they leave once there is one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.reading import text
from tests.notifications.post import PostOffice, connect, deliveries, work
from tests.shop import Shop

DAYS = 24 * 60

pytestmark = pytest.mark.usefixtures("settings_afterwards")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A mail server that the shop does not know of yet."""
    office = PostOffice()
    office.open()
    yield office
    office.close()


def messages(shop: Shop) -> str:
    return text(shop.client("Mo").get("/messages").text)


def test_mails_wait_and_the_pages_say_so(shop: Shop) -> None:
    order = shop.order(("LAMP", 1))

    for minutes in (6, 30, 300):
        work(shop, minutes)

    [waiting] = deliveries(shop)
    assert (waiting.failed_at, waiting.tried) == (None, 0)
    assert "No mail server is set, so mails wait here 1 mail waits now." in messages(shop)
    assert "waits for a mail server" in messages(shop)
    assert "could not be sent" not in messages(shop)
    assert "waits for a mail server" in text(shop.client("Mo").get(f"/orders/{order}").text)


def test_they_leave_by_themselves_when_there_is_a_server(shop: Shop, office: PostOffice) -> None:
    shop.order(("LAMP", 1))
    shop.order(("LAMP", 1))
    work(shop)
    connect(shop, office.port)

    assert "2 mails waited for the mail server" in messages(shop)
    work(shop, minutes=22)

    assert len(office.mails) == 2
    assert "waited for the mail server" not in messages(shop)


def test_nobody_has_to_wait_for_that(shop: Shop, office: PostOffice) -> None:
    shop.order(("LAMP", 1))
    work(shop)
    connect(shop, office.port)

    shop.client("Mo").post("/deliveries/again")
    work(shop, minutes=0)

    assert len(office.mails) == 1


def test_what_waited_for_days_leaves_only_if_a_person_says_so(shop: Shop, office: PostOffice) -> None:
    shop.order(("LAMP", 1))
    work(shop)
    connect(shop, office.port)

    work(shop, minutes=4 * DAYS)
    assert office.mails == []
    assert "It waited more than 3 days for a mail server, so it leaves only if you say so." in messages(shop)
    assert "could not be sent" not in messages(shop)

    [old] = deliveries(shop)
    shop.client("Mo").post(f"/deliveries/{old.id}/again")
    work(shop, minutes=0)
    assert len(office.mails) == 1


def test_what_can_still_be_undone_is_withdrawn_while_it_waits(shop: Shop, office: PostOffice) -> None:
    shop.order(("LAMP", 1))
    work(shop)
    shop.client("Ada").post("/orders/1/cancellation", data={"reason": "asked"})
    connect(shop, office.port)

    work(shop, minutes=60)

    assert office.mails == []


def test_the_settings_say_that_customers_hear_nothing(shop: Shop, office: PostOffice) -> None:
    assert (
        "No mail server is set, so customers hear nothing by mail" in shop.client("Ada").get("/settings").text
    )

    connect(shop, office.port)

    assert "No mail server" not in shop.client("Ada").get("/settings").text
