"""Why a number is what it is: the rows under it sum to it."""

from __future__ import annotations

import re

import pytest

from oms.inventory.counting import count_bin
from oms.inventory.keeping import receive_goods
from tests.browser import Browser
from tests.inventory.shelf import act, place
from tests.orders.seen import pack, pick, ship
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


def test_why_so_many_on_hand_is_every_place_in_the_house(desk: Browser, promised: int) -> None:
    page = desk.get(f"/stock/{promised}/why/on_hand").text

    assert numbers(page, "What lies in places for sale") == ([5, 4], 9)
    assert numbers(page, "What is not for sale") == ([7], 7)
    assert "Why 16 on hand?" in page
    assert (
        "To sell 4 Reserved for orders 5 Not for sale: picked, packed, just come in or put aside 7"
        in words(page)
    )


def test_why_so_many_reserved_is_the_orders_they_are_promised_to(desk: Browser, promised: int) -> None:
    page = desk.get(f"/stock/{promised}/why/reserved").text

    rows, total = numbers(page, "Reserved: what orders")
    assert (sorted(rows), sum(rows), total) == ([2, 3], 5, 5)
    assert "#2041" in page
    assert desk.get(re.findall(r'href="(/orders/\d+)"', page)[0]).status_code == 200


def test_why_so_many_to_sell_is_the_difference(desk: Browser, promised: int) -> None:
    page = desk.get(f"/stock/{promised}/why/available").text

    assert numbers(page, "What lies in places for sale")[1] - numbers(page, "Reserved: what orders")[1] == 4
    assert "Why 4 to sell?" in page


def test_why_so_many_are_not_for_sale_is_where_they_are_and_why(desk: Browser, promised: int) -> None:
    page = desk.get(f"/stock/{promised}/why/not_for_sale").text

    assert numbers(page, "What is not for sale") == ([7], 7)
    assert "no, just came in" in words(page)
    assert "Why 7 not for sale?" in page


def test_the_numbers_of_the_stock_page_sum_and_each_has_its_reasons(desk: Browser, promised: int) -> None:
    page = desk.get("/stock?q=lamp").text

    figures = re.findall(rf'href="(/stock/{promised}/why/\w+)">(\d+)<', page)
    to_sell, reserved, not_for_sale, on_hand = [int(number) for _, number in figures]
    assert (to_sell, reserved, not_for_sale, on_hand) == (4, 5, 7, 16)
    for address, number in figures:
        assert f"Why {number} " in desk.get(address).text


def test_what_is_picked_and_packed_stays_on_hand_until_it_leaves(shop: Shop, desk: Browser) -> None:
    shop.receive("LAMP", 3)
    order = shop.order(("LAMP", 2))
    pick(shop, order, "A-01-1", "LAMP", "LAMP")
    assert "1 to sell 0 reserved 2 not for sale 3 on hand" in tiles(shop, desk)

    parcel = pack(shop, order, "LAMP", "LAMP")
    assert "1 to sell 0 reserved 2 not for sale 3 on hand" in tiles(shop, desk)

    ship(shop, parcel)
    assert "1 to sell 0 reserved 0 not for sale 1 on hand" in tiles(shop, desk)


def tiles(shop: Shop, desk: Browser) -> str:
    return words(desk.get(f"/stock/{shop.skus['LAMP']}").text).replace(" : why?", "")


def test_why_so_many_in_a_bin_is_its_moves(shop: Shop, desk: Browser, promised: int) -> None:
    act(shop, count_bin, shop.bins["A-01-1"], promised, 3)

    page = words(desk.get(f"/stock/{promised}/moves?place={shop.bins['A-01-1']}").text)

    assert "correction 2 count" in page
    assert "supplier A-01-1 5 received" in page
    assert "A-02-1" not in page


def test_a_number_that_there_is_not_has_no_reason(desk: Browser, promised: int) -> None:
    assert desk.get(f"/stock/{promised}/why/magic").status_code == 404
