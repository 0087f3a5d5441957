"""The queue as a shopkeeper sees it: by keyboard, and live while others work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from oms.core import clock
from oms.orders.cancelling import cancel_order
from oms.orders.holding import place_hold
from tests.chromium import SignIn
from tests.orders.seen import do
from tests.shop import Shop

SOON = 3500


@pytest.fixture
def three(shop: Shop) -> Shop:
    shop.receive("LAMP", 3)
    for hours in (2, 3, 4):
        shop.order(("LAMP", 1), promise_by=clock.now() + timedelta(hours=hours))
    return shop


def cursor(page: Page) -> str:
    return page.locator("[data-row][data-cursor] .number-link").inner_text()


def top_of(page: Page, number: str) -> float:
    box = page.locator("[data-row]", has_text=number).bounding_box()
    assert box
    return box["y"]


def test_an_order_is_seen_and_opened_by_keyboard(three: Shop, open_as: SignIn) -> None:
    page = open_as("Ada")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert cursor(page) == "#2042"
    page.keyboard.press("k")
    assert cursor(page) == "#2041"
    page.keyboard.press("Enter")
    page.wait_for_url("**/orders/1")
    assert "Everything is there" in page.inner_text("main")


def test_rows_are_selected_by_keyboard_and_the_bar_is_there_only_then(three: Shop, open_as: SignIn) -> None:
    page = open_as("Ada")
    bar = page.locator("[data-bulk]")
    assert not bar.is_visible()

    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    assert page.locator("[data-selected-count]").inner_text() == "2 selected"
    page.keyboard.press("Escape")
    assert not bar.is_visible()
    assert page.locator("input[name=id]:checked").count() == 0


def test_what_is_selected_is_done_and_the_answer_says_so(three: Shop, open_as: SignIn) -> None:
    page = open_as("Ada")
    page.locator("[data-select-all]").check()
    page.click("text=Put on hold")
    page.wait_for_selector("text=3 of 3 done")
    page.click("text=Back to the orders")
    page.wait_for_selector("text=Needs you: on hold")


def test_slash_searches_and_a_question_mark_says_what_the_keys_do(three: Shop, open_as: SignIn) -> None:
    page = open_as("Ada")
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog#keys").is_visible()

    page.keyboard.press("/")
    page.keyboard.type("2042")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=2042**")
    assert page.locator("[data-row]").count() == 1


def test_keys_in_a_field_are_letters(three: Shop, open_as: SignIn) -> None:
    page = open_as("Ada")
    page.focus("[type=search]")
    page.keyboard.type("jx?")

    assert page.input_value("[type=search]") == "jx?"
    assert page.locator("[data-cursor]").count() == 0


def test_what_somebody_else_does_is_seen_within_two_seconds_and_no_row_moves(
    three: Shop, open_as: SignIn
) -> None:
    ada, mo = open_as("Ada"), open_as("Mo")
    before = {number: top_of(ada, number) for number in ("#2041", "#2042", "#2043")}
    ada.keyboard.press("j")
    ada.keyboard.press("x")

    mo.locator("[data-row]", has_text="#2042").locator("input[name=id]").check()
    mo.click("text=Put on hold")
    mo.wait_for_selector("text=1 of 1 done")
    ada.locator("[data-row]", has_text="Needs you: on hold").wait_for(timeout=SOON)

    assert {number: top_of(ada, number) for number in before} == before
    assert cursor(ada) == "#2041"
    assert ada.locator("input[name=id]:checked").count() == 1
    assert ada.locator(".strip-step", has_text="Need you").locator(".strip-figure").inner_text() == "1"


def test_an_order_that_is_over_stays_where_it_is_until_the_page_is_asked_for_again(
    three: Shop, open_as: SignIn
) -> None:
    page = open_as("Ada")
    before = top_of(page, "#2042")

    do(three, cancel_order, 1, "no")
    page.locator("[data-row]", has_text="Cancelled").wait_for(timeout=SOON)

    assert top_of(page, "#2042") == before


def test_nothing_is_patched_while_a_finger_is_down(three: Shop, open_as: SignIn) -> None:
    page = open_as("Ada")
    row = page.locator("[data-row]", has_text="#2041")
    page.mouse.move(400, top_of(page, "#2041") + 20)
    page.mouse.down()
    with page.expect_response("**/version", timeout=SOON):
        pass
    do(three, place_hold, 1, "manual", "")
    with page.expect_response(lambda answer: "/version" in answer.url and answer.status == 200, timeout=SOON):
        pass
    assert "Ready to pick" in row.inner_text()

    page.mouse.up()
    page.locator("[data-row]", has_text="Needs you: on hold").wait_for(timeout=SOON)


def test_new_orders_are_announced_and_push_nothing_down(three: Shop, open_as: SignIn) -> None:
    page = open_as("Ada")
    before = top_of(page, "#2041")

    three.order(("MUG", 1), promise_by=clock.now() + timedelta(hours=1))
    chip = page.locator("#news .chip")
    chip.wait_for(timeout=SOON)

    assert "Show 1 new order" in chip.inner_text()
    assert top_of(page, "#2041") == before
    chip.click()
    page.locator("[data-row]", has_text="#2044").wait_for()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_it_fits_at_every_width(three: Shop, open_as: SignIn, width: int) -> None:
    for path in (
        "/",
        "/orders/1",
        "/orders/1/address",
        "/orders/1/promise",
        "/lines/1/why",
        "/orders/1/told",
    ):
        page = open_as("Ada", path, width=width)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_longest_row_keeps_its_button_at_a_desk(three: Shop, open_as: SignIn) -> None:
    do(three, place_hold, 1, "customer", "")
    page = open_as("Ada")
    page.locator(".number-link").first.evaluate("link => { link.textContent = '303-1111111-2222222'; }")
    row, card = page.locator("[data-row]").first, page.locator(".card:has(.queue)")
    table, frame = page.locator(".queue").bounding_box(), card.bounding_box()

    assert table
    assert frame
    assert table["width"] <= frame["width"]
    assert (row.bounding_box() or {})["height"] <= 54


def test_a_row_is_53_pixels_at_a_desk(three: Shop, open_as: SignIn) -> None:
    box = open_as("Ada").locator("[data-row]").first.bounding_box()

    assert box
    assert 52 <= box["height"] <= 54


def test_on_a_phone_the_strip_is_two_rows_of_three_and_the_navigation_five_entries(
    three: Shop, open_as: SignIn
) -> None:
    page = open_as("Ada", width=360)
    where = "steps => steps.map((step) => Math.round(step.getBoundingClientRect().top))"
    tops = set(page.locator(".strip-step").evaluate_all(where))
    entries = [one for one in page.locator(".side > .side-list > li").all() if one.is_visible()]

    assert (len(tops), page.locator(".strip-step").count(), len(entries)) == (2, 6, 5)
