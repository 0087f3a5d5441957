"""Reading a page changes nothing, and shows nobody what their role does not need."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from oms.core.db import Base, db
from tests.shop import Shop
from tests.visitors import NOBODY, Visitors, routes, strange


def everything() -> dict[str, list[object]]:
    """What is in the database, table by table."""
    tables = Base.metadata.sorted_tables
    return {table.name: [tuple(row) for row in db.session.execute(select(table)).all()] for table in tables}


@pytest.fixture
def lived_in(shop: Shop) -> Callable[[str], object]:
    """A shop with an order, and the ids of real things for the addresses."""
    shop.receive("LAMP", 5)
    order = shop.order(("LAMP", 2), ("NOPE", 1), total_minor=734_519)
    real = {"order_id": order, "user_id": shop.people["Ben"], "sku_id": shop.skus["LAMP"]}
    real |= {"place_id": shop.bins["A-01-1"], "bin_id": shop.bins["A-01-1"], "site_id": shop.site}
    return lambda name: real.get(name, 1 if strange(name) == NOBODY else "nothing")


def test_reading_changes_nothing(shop: Shop, lived_in: Callable[[str], object]) -> None:
    browser, changed, broken = Visitors(shop).browser("owner"), [], []
    for route in routes(shop.app):
        if route.method != "GET" or route.endpoint == "static":
            continue
        for headers in ({}, {"HX-Request": "true"}):
            with shop.inside():
                before = everything()
            answer = browser.get(route.url(shop.app, lived_in), headers=headers, buffered=True)
            if answer.status_code >= 500:
                broken.append((route.endpoint, headers, answer.status_code))
            with shop.inside():
                after = everything()
            changed += [(route.endpoint, name) for name in after if after[name] != before[name]]
    assert (changed, broken) == ([], [])


@pytest.mark.parametrize("who", ["picker", "tablet", "viewer"])
def test_who_does_not_need_them_sees_neither_prices_nor_addresses_of_customers(
    shop: Shop, lived_in: Callable[[str], object], who: str
) -> None:
    browser, told = Visitors(shop).browser(who), []
    for route in routes(shop.app):
        if route.method != "GET" or route.endpoint == "static":
            continue
        page = browser.get(route.url(shop.app, lived_in)).get_data().decode(errors="replace")
        told += [
            (route.endpoint, secret) for secret in ("7,345.19", "7345.19", "ana@example") if secret in page
        ]
    assert told == []
