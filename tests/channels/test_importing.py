"""Importing a file: read whole, looked at, then one transaction per order; the same file twice changes nothing."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from oms.channels.importing import start_import
from oms.channels.models import ChannelOrder, ImportFile, StagedRow
from oms.core.db import db, transaction
from oms.core.errors import Refused
from oms.core.events import Event
from oms.orders.models import Order
from oms.shop.models import the_shop
from tests.channels.bringing import (
    account,
    bring,
    counts,
    file,
    lines,
    numbers,
    order,
    read,
    staged,
    take,
    tallied,
    the_order,
)
from tests.channels.files import SAMPLES, UNSHIPPED, amazon, amazon_item, shopify, shopify_line
from tests.picking.floor import assert_proven
from tests.shop import Shop

FILES = sorted(path.name for path in SAMPLES.glob("[a-z]*"))


def test_a_file_is_recognised_looked_at_and_taken_in(shop: Shop) -> None:
    account(shop)
    shop.receive("LAMP", 5)
    import_id = read(shop, shopify(order(1002), order(1001), shopify_line()))

    looked_at = file(shop, import_id)
    assert (looked_at.label, looked_at.encoding, looked_at.phase) == (
        "Shopify orders export",
        "UTF-8",
        "preview",
    )
    assert staged(shop, import_id) == [(2, "new", ""), (3, "new", "")]
    assert numbers(shop) == []

    take(shop, import_id)

    assert file(shop, import_id).phase == "done"
    assert sorted(numbers(shop)) == ["#1001", "#1002"]
    assert lines(shop) == [("LAMP", 2, 0, 0), ("MUG", 1, 0, 0)]
    assert_proven(shop)


def test_the_preview_says_of_every_row_what_would_happen_and_why(shop: Shop) -> None:
    account(shop)
    bring(shop, order(1001), order(1002))

    import_id = read(
        shop,
        shopify(
            order(1001),
            order(1002, Cancelled_at="2026-04-06 09:00:00 +0400"),
            order(1003),
            order(1004, Lineitem_quantity="0"),
            order(1005, Lineitem_quantity="many"),
        ),
    )

    assert staged(shop, import_id) == [
        (2, "unchanged", ""),
        (3, "changed", "cancelled"),
        (4, "new", ""),
        (5, "ignored", "nothing is left of this order: it has no line with units"),
        (6, "refused", "Lineitem quantity: “many” is not a whole number of units"),
    ]
    assert counts(shop, import_id) == dict.fromkeys(("new", "changed", "unchanged", "ignored", "refused"), 1)


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_file_ends_in_exactly_one_place(shop: Shop, name: str) -> None:
    account(shop)
    account(shop, "amazon")
    import_id = read(shop, (SAMPLES / name).read_bytes())

    with shop.inside():
        rows = db.session.scalar(select(func.sum(StagedRow.rows)).where(StagedRow.import_id == import_id))
    assert rows == file(shop, import_id).rows

    take(shop, import_id)

    assert tallied(shop, import_id).done == tallied(shop, import_id).to_do
    assert_proven(shop)


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_again_changes_nothing(shop: Shop, name: str) -> None:
    account(shop)
    account(shop, "amazon")
    content = (SAMPLES / name).read_bytes()
    take(shop, read(shop, content))
    before = everything(shop)

    again = read(shop, content)
    assert tallied(shop, again).to_do == 0
    take(shop, again)

    assert everything(shop) == before


def everything(shop: Shop) -> str:
    with shop.inside():
        told = db.session.execute(select(ChannelOrder.external_id, ChannelOrder.told).order_by("order_id"))
        orders = db.session.execute(select(Order.id, Order.version, Order.headline).order_by(Order.id))
        facts = db.session.scalar(select(func.count()).where(Event.about.like("order:%")))
        return json.dumps([[list(row) for row in told], [list(row) for row in orders], facts])


def test_the_same_number_in_two_accounts_is_two_orders(shop: Shop) -> None:
    first, second = account(shop), account(shop, name="outlet")

    bring(shop, order(1001), channel=first)
    bring(shop, order(1001, Lineitem_sku="MUG"), channel=second)

    assert numbers(shop) == ["#1001", "#1001"]


def test_with_two_accounts_of_a_kind_somebody_has_to_say_which(shop: Shop) -> None:
    account(shop)
    account(shop, name="outlet")

    refused = file(shop, read(shop, shopify(order())))

    assert refused.refusal == "This is a Shopify orders export. Say which Shopify account it comes from."


def test_a_file_of_a_kind_without_an_account_is_refused(shop: Shop) -> None:
    account(shop)

    refused = file(shop, read(shop, amazon(amazon_item(), columns=UNSHIPPED)))

    assert refused.refusal == (
        "This is an Amazon Unshipped Orders report, and no Amazon account is set up. Add one under Channels."
    )


def test_a_broken_file_is_refused_whole(shop: Shop) -> None:
    account(shop)
    content = shopify(order(1001), order(1002))

    import_id = read(shop, content[:-40])

    assert "is cut off" in (file(shop, import_id).refusal or "")
    assert staged(shop, import_id) == []
    with shop.inside(), pytest.raises(Refused, match="was refused"):
        start_import(import_id, by=shop.by())
    assert numbers(shop) == []


def test_an_order_that_is_refused_late_stops_no_other(shop: Shop) -> None:
    account(shop, "amazon")
    with shop.inside(), transaction():
        the_shop().working_days = []  # nothing can be promised but what the channel promises itself
    promised = amazon_item(order_id="203-1", promise_date="2026-11-26T22:59:59+00:00")
    content = amazon(amazon_item(order_id="203-2"), promised, columns=UNSHIPPED)

    import_id = take(shop, read(shop, content))

    assert numbers(shop) == ["203-1"]
    assert (tallied(shop, import_id).done, tallied(shop, import_id).failed) == (2, 1)
    with shop.inside():
        error = db.session.scalars(select(StagedRow.error).where(StagedRow.outcome == "refused")).one()
    assert "not enough working days" in (error or "")


def test_a_refused_file_is_kept_as_it_came(shop: Shop) -> None:
    import_id = read(shop, b"\x00\x01\x02")

    with shop.inside():
        assert db.session.scalars(select(ImportFile.content).where(ImportFile.id == import_id)).one() == (
            b"\x00\x01\x02"
        )


def test_where_only_the_fact_of_a_payment_is_known_its_time_is_that_of_the_file(shop: Shop) -> None:
    account(shop)
    import_id = bring(shop, order(Paid_at=""))

    assert the_order(shop).paid_at == file(shop, import_id).arrived_at
