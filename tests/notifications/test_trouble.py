"""When mail does not go: it is tried again with growing pauses, then shown to somebody, and never lost."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from oms.core import clock
from oms.core.db import transaction
from oms.core.delivering import PAUSES, deliver_due
from oms.core.events import Delivery
from oms.notifications import mail
from tests.notifications.post import PostOffice, connect, deliveries, notices, work
from tests.shop import Shop

BUSY, FULL = "451 Try again later", "552 Mailbox full"


def delivery(shop: Shop) -> Delivery:
    [found] = deliveries(shop)
    return found


def test_a_busy_server_gets_the_same_message_later(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 1))
    post.answers = [BUSY, BUSY]

    work(shop)
    waiting = delivery(shop)
    assert waiting.error == "The mail server asks to wait: 451 Try again later"
    assert (waiting.tried, waiting.failed_at, waiting.done_at) == (1, None, None)
    [notice] = notices(shop)
    assert notice.sent_at is None

    work(shop, minutes=7)
    work(shop, minutes=8)

    [arrived] = post.mails
    assert arrived.message["Message-ID"] == notice.message_id
    assert notices(shop)[0].sent_at is not None
    assert delivery(shop).error is None


def test_the_pauses_grow(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 1))
    post.answers = [BUSY] * 3
    pauses = []
    for _ in range(3):
        tried_at = max(delivery(shop).due_at, clock.now())
        with shop.inside(), clock.travel(tried_at):
            mail_once()
        pauses.append((delivery(shop).due_at - tried_at).total_seconds())

    assert [round(pause) for pause in pauses] == pytest.approx(PAUSES[:3], abs=2)


def mail_once() -> None:
    deliver_due(limit=1)


def give_up(shop: Shop) -> None:
    """As if every try but the last was made."""
    with shop.inside(), transaction() as session:
        for one in session.query(Delivery):
            one.tried = len(PAUSES)
    work(shop)


def test_after_the_last_pause_somebody_is_asked(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 1))
    post.answers = [BUSY]
    give_up(shop)

    assert delivery(shop).failed_at is not None
    page = shop.client("Mo").get("/messages").text
    assert "1 message could not be sent" in page
    assert "451 Try again later" in page

    shop.client("Mo").post(f"/deliveries/{delivery(shop).id}/again")
    work(shop)

    assert len(post.mails) == 1
    assert "could not be sent" not in shop.client("Mo").get("/messages").text


def test_a_refusal_for_good_is_not_tried_again_by_itself(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 1))
    post.rcpt_answer = "550 No such person"

    work(shop)

    assert delivery(shop).error == "The mail server refuses: 550 No such person"
    assert delivery(shop).failed_at is not None
    work(shop, minutes=600)
    assert post.mails == []


def test_a_full_mailbox_is_a_refusal(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 1))
    post.answers = [FULL]

    work(shop)

    assert delivery(shop).failed_at is not None


def test_a_server_that_is_down_is_tried_again(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 1))
    post.close()

    work(shop)

    assert delivery(shop).error == "The mail server does not answer: Connection refused."
    assert delivery(shop).due_at > clock.now()


@pytest.fixture
def silent() -> Iterator[int]:
    """A server that takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_that_says_nothing_is_left_alone_after_a_while(
    shop: Shop, settings_afterwards: None, silent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    del settings_afterwards
    monkeypatch.setattr(mail, "SECONDS_TO_ANSWER", 0.2)
    connect(shop, silent)
    shop.order(("LAMP", 1))

    work(shop)

    assert (
        delivery(shop).error == "The mail server does not answer: Connection unexpectedly closed: timed out."
    )
    assert delivery(shop).failed_at is None


def test_a_server_that_thinks_too_long_is_tried_again(
    shop: Shop, post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "SECONDS_TO_TAKE", 0.2)
    thinking = threading.Event()
    post.before = lambda: thinking.wait(5)
    shop.order(("LAMP", 1))

    work(shop)
    thinking.set()

    assert delivery(shop).failed_at is None
    assert delivery(shop).error is not None
    work(shop)
    assert len({arrived.message["Message-ID"] for arrived in post.mails}) == 1


def test_what_the_server_says_after_it_took_the_mail_does_not_matter(shop: Shop, post: PostOffice) -> None:
    post.goodbye = "421 Too many connections"
    shop.order(("LAMP", 1))

    work(shop)

    assert len(post.mails) == 1
    assert delivery(shop).done_at is not None
