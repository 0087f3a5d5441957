"""What others entrusted to us: neither the log, nor a page, nor any row but its own tells it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from oms.channels.models import Connection
from oms.core.db import Base, db, table_of, transaction
from oms.core.events import Delivery, Event
from oms.core.operations import Operation
from oms.core.working import work_once
from tests.channels.test_connecting import connect, keys_of, shop_at
from tests.desk.reading import see, text
from tests.shop import Shop

__all__ = ["shop_at"]


def test_keys_that_nobody_can_read_any_more_are_entered_again(shop: Shop, shop_at: int) -> None:
    connect(shop, shop_at)
    with shop.inside(), transaction():
        db.session.get_one(Connection, shop_at).sealed_keys = "sealed with another key of this installation"

    assert "Enter them again" in text(see(shop, f"/channels/{shop_at}"))
    assert connect(shop, shop_at, version="1", **{"key-consumer_secret": ""})[0] == 422
    assert connect(shop, shop_at, version="1")[0] == 303

    assert keys_of(shop, shop_at)["consumer_secret"] == "cs_TOPSECRET"


def test_neither_the_log_nor_any_page_tells_a_secret(
    shop: Shop, shop_at: int, caplog: pytest.LogCaptureFixture
) -> None:
    connect(shop, shop_at)
    connect(shop, shop_at, version="1", **{"key-consumer_secret": "cs_OTHERSECRET"})
    ada = shop.client("Ada")
    ada.post(f"/channels/{shop_at}/connection/trial")
    with shop.inside():
        work_once(shop.app)

    pages = [f"/channels/{shop_at}", "/channels", "/channels/events", f"/channels/{shop_at}/listings"]
    shown = " ".join(see(shop, page) for page in pages) + caplog.text
    with shop.inside():
        kept = [str(one) for table in (Operation, Event, Delivery) for one in rows_of(table)]
    for secret in ("TOPSECRET", "OTHERSECRET", "hush-hush"):
        assert secret not in shown
        assert secret not in " ".join(kept)


def rows_of(table: type[Base]) -> list[Any]:
    return [tuple(row) for row in db.session.execute(select(table_of(table)))]
