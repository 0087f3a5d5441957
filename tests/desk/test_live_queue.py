"""The queue is live while others work, and nothing moves under a finger."""

from __future__ import annotations

import time
from datetime import timedelta

from playwright.sync_api import Page

from oms.core import clock
from oms.orders.cancelling import cancel_order
from oms.orders.holding import place_hold
from tests.chromium import PATIENCE, SignIn
from tests.desk.reading import asking, cursor
from tests.orders.seen import do
from tests.shop import Shop

SOON = 2000  # milliseconds, as the queue promises
QUICK = 0.15  # seconds in which a machine that is free answers with the rows


def top_of(page: Page, number: str) -> float:
    box = page.locator("[data-row]", has_text=number).bounding_box()
    assert box
    return box["y"]


def patience(shop: Shop) -> float:
    """Two seconds. Where other work keeps the machine busy, as much longer as it needs for three answers now."""
    browser, before = shop.client("Ada"), time.perf_counter()
    browser.get("/queue/rows?id=1&id=2&id=3")
    return SOON + 3000 * max(0.0, time.perf_counter() - before - QUICK)


def test_a_change_is_seen_within_two_seconds_of_its_commit_and_no_row_moves(
    three: Shop, open_as: SignIn
) -> None:
    ada = open_as("Ada")
    before = {number: top_of(ada, number) for number in ("#2041", "#2042", "#2043")}
    ada.keyboard.press("j")
    ada.keyboard.press("x")

    for order_id in (2, 3):
        row = ada.locator(f"#order-{order_id}-row", has_text="Needs you: on hold")
        at_most = patience(three)
        do(three, place_hold, order_id, "manual", "")
        row.wait_for(timeout=at_most)

    assert {number: top_of(ada, number) for number in before} == before
    assert cursor(ada) == "#2041"
    assert ada.locator("input[name=id]:checked").count() == 1
    assert ada.locator(".strip-step", has_text="Need you").locator(".strip-figure").inner_text() == "2"


def test_ten_screens_that_look_again_and_again_ask_the_database_next_to_nothing(three: Shop) -> None:
    screens = [three.client("Ada") for _ in range(10)]
    seen = {"If-None-Match": screens[0].get("/version").headers["ETag"]}

    with asking(three) as statements:
        answers = [screen.get("/version", headers=seen) for screen in screens * 2]

    assert all(len(answer.data) < 10 for answer in answers)
    who_asks = [one for one in statements if "FROM sign_in" in one]
    other = [one for one in statements if one not in who_asks and one != "BEGIN"]
    assert len(who_asks) == len(answers)
    assert len(other) < len(answers) / 2  # the one thread that looks for all of them


def test_an_order_that_is_over_stays_where_it_is_until_the_page_is_asked_for_again(
    three: Shop, open_as: SignIn
) -> None:
    page = open_as("Ada")
    before = top_of(page, "#2042")

    do(three, cancel_order, 1, "no")
    page.locator("[data-row]", has_text="Cancelled").wait_for()

    assert top_of(page, "#2042") == before


def test_nothing_is_patched_while_a_finger_is_down(three: Shop, open_as: SignIn) -> None:
    page = open_as("Ada")
    row = page.locator("[data-row]", has_text="#2041")
    page.mouse.move(400, top_of(page, "#2041") + 20)
    page.mouse.down()
    with page.expect_response("**/version", timeout=PATIENCE):
        pass
    do(three, place_hold, 1, "manual", "")
    with page.expect_response(
        lambda answer: "/version" in answer.url and answer.status == 200, timeout=PATIENCE
    ):
        pass
    assert "Ready to pick" in row.inner_text()

    page.mouse.up()
    page.locator("[data-row]", has_text="Needs you: on hold").wait_for()


def test_new_orders_are_announced_and_push_nothing_down(three: Shop, open_as: SignIn) -> None:
    page = open_as("Ada")
    before = top_of(page, "#2041")

    three.order(("MUG", 1), promise_by=clock.now() + timedelta(hours=1))
    chip = page.locator("#news .chip")
    chip.wait_for()

    assert "Show 1 new order" in chip.inner_text()
    assert top_of(page, "#2041") == before
    chip.click()
    page.locator("[data-row]", has_text="#2044").wait_for()
