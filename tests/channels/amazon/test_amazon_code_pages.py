"""Reports of an account in Japan: cp932, where the second byte of a character may look like a mark of the file."""

from __future__ import annotations

import pytest

from oms.channels.recognising import read_file
from oms.reading.problems import UnreadableFile
from tests.channels.amazon.reports import all_orders, status
from tests.channels.files import NEW_ORDERS, UNSHIPPED, amazon, amazon_item

TITLE = "ソファ｜表 十個 能"
YEN = {"currency": "JPY", "item_price": "3000", "item_tax": "0", "shipping_price": "500", "shipping_tax": "0"}
REPORTS = {
    "unshipped": amazon(amazon_item(product_name=TITLE, **YEN), columns=UNSHIPPED),
    "new orders": amazon(amazon_item(product_name=TITLE, **YEN), columns=NEW_ORDERS),
    "all orders": all_orders(status(product_name=TITLE, **YEN)),
}


@pytest.mark.parametrize("report", REPORTS)
def test_each_report_is_read_and_says_what_it_was_read_as(report: str) -> None:
    content = REPORTS[report].decode().encode("cp932")

    parsed = read_file(content, channel="amazon", legacy="cp932")

    assert (parsed.encoding, len(parsed.orders), parsed.refused) == ("Shift_JIS (cp932)", 1, ())


def test_words_and_money_are_right() -> None:
    content = REPORTS["new orders"].decode().encode("cp932")

    order = read_file(content, legacy="cp932").orders[0].draft

    assert order.lines[0].title == TITLE
    assert (order.currency, order.lines[0].line_total_minor, order.total_minor) == ("JPY", 3000, 3500)


def test_a_utf_8_report_of_the_same_account_stays_what_it_is() -> None:
    parsed = read_file(REPORTS["unshipped"], legacy="cp932")

    assert (parsed.encoding, parsed.orders[0].draft.lines[0].title) == ("UTF-8", TITLE)


def test_what_is_neither_is_refused_whole() -> None:
    content = REPORTS["unshipped"].decode().encode("cp932") + b"\x81"

    with pytest.raises(UnreadableFile):
        read_file(content, legacy="cp932")
