"""A worker killed at the worst moment: the server has the mail, and we have not noted it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.notifications.post import OVER, PostOffice, deliveries, notices, work
from tests.shop import Shop

ROOT = Path(__file__).resolve().parents[2]


def start_worker(shop: Shop, post: PostOffice) -> subprocess.Popen[bytes]:
    settings = shop.app.extensions["settings"]
    told = [settings.database_url, str(settings.instance), str(post.port), str(OVER)]
    return subprocess.Popen([sys.executable, "-m", "tests.notifications.worker_for_tests", *told], cwd=ROOT)


def test_it_is_sent_again_under_the_same_message_id(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 1))
    workers: list[subprocess.Popen[bytes]] = []
    post.before = lambda: [worker.kill() for worker in workers]

    workers.append(start_worker(shop, post))
    assert workers[0].wait(60) == -9

    [delivery] = deliveries(shop)
    assert delivery.leased_until is not None
    assert delivery.done_at is None
    assert [notice.sent_at for notice in notices(shop)] == [None]
    work(shop)  # the lease still runs: nobody else sends it now
    assert len(post.mails) == 1

    post.before = lambda: None
    work(shop, minutes=OVER + 2)

    first, again = post.mails
    assert first.message["Message-ID"] == again.message["Message-ID"]
    [notice] = notices(shop)
    assert notice.message_id == first.message["Message-ID"]
    assert notice.sent_at is not None
    work(shop, minutes=600)
    assert len(post.mails) == 2


def test_a_worker_that_is_left_in_peace_sends_once(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 1))

    assert start_worker(shop, post).wait(60) == 0
    work(shop, minutes=600)

    assert len(post.mails) == 1
