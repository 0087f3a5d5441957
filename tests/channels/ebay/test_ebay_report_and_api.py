"""An order that eBay tells in its report and by its API is one order, with each line once and its days as told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from oms.channels.ebay.webhooks import Notifications
from oms.channels.setting_up import add_channel
from oms.channels.taking_in import take_in
from oms.core.operations import By
from tests.channels.bringing import account, counts, holds, lines, numbers, read, take, the_order, told
from tests.channels.ebay.answers import euros, line, order
from tests.channels.ebay.reports import count, item, lamp, report, summary, unpaid
from tests.channels.ebay.reports import order as row
from tests.shop import Shop

NUMBER = "12-10001-20001"


@pytest.fixture
def channel(shop: Shop) -> int:
    shop.receive("LAMP", 10)
    shop.receive("MUG", 10)
    return account(shop, "ebay", "nordlicht", release_unpaid=True)


def bring(shop: Shop, *rows: dict[str, str]) -> int:
    return take(shop, read(shop, report(*rows)))


def by_api(shop: Shop, channel: int, **changes: Any) -> str:
    """The API tells the order of the report."""
    lamps = line(lineItemId="10012345600001", legacyItemId="110000000001", sku="LAMP", quantity=2)
    known: dict[str, Any] = {"orderId": NUMBER, "legacyOrderId": NUMBER, "salesRecordReference": "41"}
    known |= {"lineItems": [lamps | {"lineItemCost": euros("60.0", "USD")}]}
    sums = {"deliveryCost": euros("6.0", "USD"), "total": euros("66.0", "USD")}
    body = json.dumps(order(**(known | {"pricingSummary": sums} | changes))).encode()
    (heard,) = Notifications().read("order", body).orders
    with shop.inside():
        said_at = datetime.now(UTC) + timedelta(minutes=1)
        by = By(f"channel:{channel}")
        return take_in(channel, heard.draft, heard.doubts, said_at=said_at, whole=True, by=by)[0]


def test_what_is_not_paid_is_never_sent_whatever_the_account_says(shop: Shop, channel: int) -> None:
    bring(shop, unpaid())

    assert {reason for reason, _ in holds(shop, "41")} == {"payment", "address"}


def test_once_paid_it_is_the_same_order_with_its_number_and_its_address(shop: Shop, channel: int) -> None:
    bring(shop, unpaid())
    bring(shop, row())

    assert numbers(shop) == [NUMBER]
    assert (the_order(shop, NUMBER).headline, lines(shop, NUMBER)) == ("ready", [("LAMP", 2, 0, 0)])
    assert counts(shop, bring(shop, unpaid())) == {"unchanged": 1}
    assert numbers(shop) == [NUMBER]


def test_a_file_with_both_words_of_it_makes_one_order(shop: Shop, channel: int) -> None:
    first, second = report(unpaid(), end=count(1)).decode(), report(row(), end=count(1)).decode()

    take(shop, read(shop, f"{first}{second}".encode()))

    assert (numbers(shop), the_order(shop, NUMBER).headline) == ([NUMBER], "ready")


def test_the_same_report_again_changes_nothing(shop: Shop, channel: int) -> None:
    content = report(summary(), item(), lamp(), end=count(1))
    take(shop, read(shop, content))

    assert counts(shop, take(shop, read(shop, content))) == {"unchanged": 1, "ignored": 2}
    assert lines(shop, NUMBER) == [("MUG", 3, 0, 0), ("LAMP", 1, 0, 0)]


def test_the_api_tells_the_order_of_the_report_more_exactly(shop: Shop, channel: int) -> None:
    bring(shop, row(Ship_By_Date="Sep-22-26"))

    assert by_api(shop, channel) == "changed"

    assert numbers(shop) == [NUMBER]
    assert lines(shop, NUMBER) == [("LAMP", 2, 0, 0)]
    assert the_order(shop, NUMBER).promise_by == datetime(2026, 6, 23, 4, 59, 59, tzinfo=UTC)


def test_the_report_tells_nothing_new_of_what_the_api_told(shop: Shop, channel: int) -> None:
    by_api(shop, channel, creationDate="2026-09-18T14:15:22.000Z")
    bring(shop, row(Ship_By_Date="Sep-22-26"))

    assert told(shop, NUMBER)["placed_at"] == "2026-09-18T14:15:22+00:00"
    assert the_order(shop, NUMBER).promise_by == datetime(2026, 6, 23, 4, 59, 59, tzinfo=UTC)
    assert lines(shop, NUMBER) == [("LAMP", 2, 0, 0)]
    (charge,) = told(shop, NUMBER)["payments"]  # type: ignore[misc]
    assert charge["amount_minor"] == 6600


def test_without_a_transaction_in_the_report_they_meet_on_what_was_sold(shop: Shop, channel: int) -> None:
    bring(shop, row(Transaction_ID=""))

    by_api(shop, channel)

    assert lines(shop, NUMBER) == [("LAMP", 2, 0, 0)]


def test_what_the_report_knew_by_its_sales_record_the_api_knows_too(shop: Shop, channel: int) -> None:
    bring(shop, unpaid())

    by_api(shop, channel)

    assert (numbers(shop), lines(shop, NUMBER)) == ([NUMBER], [("LAMP", 2, 0, 0)])
    assert the_order(shop, NUMBER).headline == "ready"


def test_another_account_has_orders_of_its_own(shop: Shop, channel: int) -> None:
    bring(shop, row())
    with shop.inside():
        other = add_channel("ebay", "another", shop.site, by=shop.by())

    by_api(shop, other)

    assert numbers(shop) == [NUMBER, NUMBER]
