"""The page of events: what came, what it did, and what a person does about the rest."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from oms.core.db import db
from oms.core.events import Event
from tests.channels.bringing import the_order
from tests.channels.hooks import SECRET, connected, events, shopify, shopify_order, tell, work
from tests.desk.reading import see, text
from tests.shop import Shop


@pytest.fixture
def channel(shop: Shop) -> int:
    shop.receive("LAMP", 20)
    channel_id = connected(shop)
    tell(shop, channel_id, shopify("orders/create", shopify_order()))
    tell(shop, channel_id, shopify("orders/create", {"id": 12, "line_items": "none of your business"}))
    return channel_id


def listed(shop: Shop, **words: str | int) -> str:
    """What the table says."""
    return text(see(shop, "/channels/events", "Mo", **words)).rpartition("What became of it")[2]


def test_every_event_is_listed_with_what_it_did(shop: Shop, channel: int) -> None:
    page = listed(shop)

    assert "New order" in page
    assert "Not understood" in page
    assert f"/orders/{the_order(shop).id}" in see(shop, "/channels/events", "Mo")


def test_events_are_found_by_what_became_of_them_and_by_account(shop: Shop, channel: int) -> None:
    assert "Wants a look 1" in text(see(shop, "/channels/events", "Mo"))
    assert "Not understood" not in listed(shop, outcome="new")
    assert "New order" not in listed(shop, outcome="look")
    assert "Nothing here" in listed(shop, channel=channel + 1)
    assert "Nothing here" in listed(shop, before=1)


def test_an_order_leads_to_every_word_that_was_told_of_it(shop: Shop, channel: int) -> None:
    order_id = the_order(shop).id
    assert f"/channels/events?order={order_id}" in see(shop, f"/orders/{order_id}/told", "Mo")

    page = listed(shop, order=order_id)

    assert "New order" in page
    assert "Not understood" not in page


def test_an_event_is_shown_as_it_came_without_its_signature(shop: Shop, channel: int) -> None:
    page = see(shop, "/channels/events/2", "Mo")

    assert "none of your business" in page
    assert SECRET not in page
    assert "hmac" not in page.casefold()


def test_a_person_says_why_an_event_may_be_ignored(shop: Shop, channel: int) -> None:
    mo = shop.client("Mo")
    assert "1 event wants a look" in text(see(shop, f"/channels/{channel}", "Mo"))

    assert mo.post("/channels/events/2/aside", data={"because": " "}).status_code == 422
    done = mo.post("/channels/events/2/aside", data={"because": "a trial of theirs", "operation_id": "a1"})

    assert done.status_code == 303
    assert "a trial of theirs" in listed(shop)
    assert "wants a look" not in text(see(shop, f"/channels/{channel}", "Mo"))
    assert mo.post("/undo/a1").status_code == 303
    assert "Nothing here" not in listed(shop, outcome="look")


def test_an_event_is_read_again(shop: Shop, channel: int) -> None:
    assert shop.client("Mo").post("/channels/events/1/reading").status_code == 303
    assert events(shop)[0].outcome is None

    work(shop)

    assert events(shop)[0].outcome == "unchanged"


def test_what_is_done_is_not_put_aside(shop: Shop, channel: int) -> None:
    assert shop.client("Mo").post("/channels/events/1/aside", data={"because": "x"}).status_code == 409


def test_an_event_that_there_is_not(shop: Shop) -> None:
    assert shop.client("Mo").get("/channels/events/9").status_code == 404


def test_what_is_no_text_of_any_page_is_shown_all_the_same(shop: Shop, channel: int) -> None:
    tell(shop, channel, shopify("orders/create", {"id": "\ud800", "note": "<script>alert(1)</script>"}))

    page = see(shop, "/channels/events/3", "Mo")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def looks(shop: Shop) -> list[str | None]:
    """From when on each look that is due begins, as far as somebody said so."""
    with shop.inside():
        kept = db.session.scalars(select(Event).where(Event.kind == "LookDue").order_by(Event.id))
        return [one.facts["since"] for one in kept]


def test_a_look_is_asked_for_also_from_an_earlier_day(shop: Shop, channel: int) -> None:
    before, mo = len(looks(shop)), shop.client("Mo")

    assert mo.post(f"/channels/{channel}/look").status_code == 303
    assert mo.post(f"/channels/{channel}/look", data={"since": "2026-11-01"}).status_code == 303

    assert looks(shop)[before:] == [None, "2026-10-31T23:00:00+00:00"]


@pytest.mark.parametrize("day", ["yesterday", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_refused(shop: Shop, channel: int, day: str) -> None:
    assert shop.client("Mo").post(f"/channels/{channel}/look", data={"since": day}).status_code == 422
