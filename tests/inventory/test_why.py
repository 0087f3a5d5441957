"""Why a number is what it is: the rows under it sum to it."""

from __future__ import annotations

import re

import pytest

from oms.inventory.counting import count_bin
from oms.inventory.keeping import receive_goods
from tests.browser import Browser
from tests.inventory.shelf import act, place
from tests.shop import Shop


@pytest.fixture
def desk(shop: Shop) -> Browser:
    return shop.client("Mo")


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def numbers(page: str, caption: str) -> tuple[list[int], int]:
    """The numbers in the rows of a table, and the one in its last row."""
    table = page.partition(caption)[2].partition("</table>")[0]
    rows, _, total = table.rpartition("<tr data-total>")
    last = re.compile(r'<td class="number">(\d+)')
    return [int(found) for found in last.findall(rows)], int(last.findall(total)[0])


@pytest.fixture
def promised(shop: Shop) -> int:
    """Lamps in two bins and on the dock, some of them promised to two orders."""
    shop.receive("LAMP", 5)
    shop.receive("LAMP", 4, "A-02-1")
    act(shop, receive_goods, shop.skus["LAMP"], 7, place(shop, "dock"))
    shop.order(("LAMP", 2))
    shop.order(("LAMP", 3))
    return shop.skus["LAMP"]


def test_why_so_many_on_hand_is_the_bins_they_lie_in(desk: Browser, promised: int) -> None:
    page = desk.get(f"/stock/{promised}/why/on_hand").text

    rows, total = numbers(page, "On hand: what lies")
    assert (rows, sum(rows), total) == ([5, 4], 9, 9)
    assert "Why 9 on hand?" in page


def test_why_so_many_reserved_is_the_orders_they_are_promised_to(desk: Browser, promised: int) -> None:
    page = desk.get(f"/stock/{promised}/why/reserved").text

    rows, total = numbers(page, "Reserved: what orders")
    assert (sorted(rows), sum(rows), total) == ([2, 3], 5, 5)
    assert "#2041" in page
    assert desk.get(re.findall(r'href="(/orders/\d+)"', page)[0]).status_code == 200


def test_why_so_many_to_sell_is_the_difference(desk: Browser, promised: int) -> None:
    page = desk.get(f"/stock/{promised}/why/available").text

    assert numbers(page, "On hand: what lies")[1] - numbers(page, "Reserved: what orders")[1] == 4
    assert "Why 4 to sell?" in page


def test_why_so_many_in_a_bin_is_its_moves(shop: Shop, desk: Browser, promised: int) -> None:
    act(shop, count_bin, shop.bins["A-01-1"], promised, 3)

    page = words(desk.get(f"/stock/{promised}/moves?place={shop.bins['A-01-1']}").text)

    assert "correction 2 count" in page
    assert "supplier A-01-1 5 received" in page
    assert "A-02-1" not in page


def test_a_number_that_there_is_not_has_no_reason(desk: Browser, promised: int) -> None:
    assert desk.get(f"/stock/{promised}/why/magic").status_code == 404
