"""The queue as a shopkeeper sees it, by keyboard and at every width."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oms.orders.holding import place_hold
from tests.chromium import SignIn
from tests.desk.reading import cursor
from tests.orders.seen import do
from tests.shop import ANA, Shop


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


def test_a_customer_with_a_note_takes_no_more_room_than_the_others(shop: Shop, open_as: SignIn) -> None:
    long = replace(ANA, name="Ingrid Solberg-Kristiansen", city="Friedrichshafen am Bodensee")
    shop.order(("LAMP", 1), ship_to=long, note="Ring twice")
    page = open_as("Ada")

    assert (page.locator("[data-row]").first.bounding_box() or {})["height"] <= 54
    assert page.locator(".who [title='The customer wrote a note']").is_visible()


def test_on_a_phone_each_number_of_a_line_says_what_it_is(three: Shop, open_as: SignIn) -> None:
    page = open_as("Ada", "/orders/1", width=360)
    said = "cell => getComputedStyle(cell, '::before').content"

    assert [cell.evaluate(said) for cell in page.locator("#lines tbody td[data-label]").all()] == [
        f'"{word} "' for word in ("SKU", "Bin", "Ordered", "Price")
    ]
