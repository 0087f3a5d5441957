"""A database that somebody else holds: reading goes on, a form is told to try again, and then everything works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import event

from oms.core.db import db
from oms.core.sqlite import MODULE
from tests.databases import KIND
from tests.shop import Shop

pytestmark = pytest.mark.skipif(KIND != "sqlite", reason="PostgreSQL locks rows, not the whole database")


@pytest.fixture
def impatient(shop: Shop) -> Iterator[Shop]:
    """The shop, which waits a tenth of a second where it would wait a quarter of a minute."""

    def hurry(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=100")

    with shop.inside():
        engine = db.engine
    engine.dispose()
    event.listen(engine, "connect", hurry)
    yield shop
    event.remove(engine, "connect", hurry)
    engine.dispose()


def test_whoever_writes_is_told_to_try_again_and_then_it_works(impatient: Shop) -> None:
    ada = impatient.client("Ada")
    with impatient.inside():
        path = db.engine.url.database
    note = {"name": "Pip", "role": "picker", "pin": "8405"}
    with closing(MODULE.connect(path, isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        assert ada.get("/people").status_code == 200
        page = ada.post("/people", data=note)
        assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
        assert "Nothing was saved" in page.text
        assert 'aria-label="Main"' in page.text
        told = ada.post("/people", data=note, headers={"HX-Request": "true"})
        assert (told.status_code, told.headers["HX-Reswap"]) == (503, "none")
        somebody.execute("ROLLBACK")
    assert "Pip" not in ada.get("/people").text
    assert ada.post("/people", data=note).status_code == 200
    assert "Pip" in ada.get("/people").text
