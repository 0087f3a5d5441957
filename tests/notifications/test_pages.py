"""The pages about messages: what was said, what waits, and what could not be sent."""

from __future__ import annotations

from tests.notifications.post import PostOffice, notices, work
from tests.shipping.parcels import parcel_of, send
from tests.shop import Shop


def test_an_empty_page_says_what_will_be_there(shop: Shop) -> None:
    assert "No messages yet" in shop.client("Mo").get("/messages").text


def test_a_message_is_listed_and_read_as_the_customer_reads_it(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 2))
    work(shop)
    page = shop.client("Mo").get("/messages").text
    assert "We have your order #2041" in page
    assert "sent" in page
    assert "could not be sent" not in page

    read = shop.client("Mo").get(f"/messages/{notices(shop)[0].id}").text

    assert "2 × Desk Lamp" in read
    assert "ana@example.org" in read
    assert post.mails[0].message["Message-ID"].strip("<>") in read


def test_one_that_is_tried_again_says_when_and_why(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 1))
    post.answers = ["451 Try again later"]
    work(shop)

    browser = shop.client("Mo")

    assert "tried again" in browser.get("/messages").text
    assert "451 Try again later" in browser.get(f"/messages/{notices(shop)[0].id}").text


def test_who_may_not_see_customers_sees_no_messages(shop: Shop) -> None:
    assert shop.client("Ben").get("/messages").status_code == 403
    assert shop.client("Ben").post("/deliveries/again").status_code == 403


def test_a_message_that_does_not_exist_is_missing(shop: Shop) -> None:
    assert shop.client("Mo").get("/messages/99").status_code == 404


def test_messages_go_on_on_the_next_page(shop: Shop, post: PostOffice) -> None:
    for _ in range(52):
        shop.order(("LAMP", 1))
    work(shop)
    assert len(post.mails) == 52
    first = shop.client("Mo").get("/messages").text
    assert first.count("We have your order") == 50

    oldest = notices(shop)[2].id
    second = shop.client("Mo").get(f"/messages?before={oldest}").text

    assert f"before={oldest}" in first
    assert second.count("We have your order") == 2


def test_the_order_page_says_what_waits_and_offers_to_try_again(shop: Shop, post: PostOffice) -> None:
    order_id = shop.order(("LAMP", 1))
    page = shop.client("Mo").get(f"/orders/{order_id}").text
    assert "Confirmation by e-mail" in page
    assert "leaves" in page

    post.rcpt_answer = "550 No such person"
    work(shop)

    page = shop.client("Mo").get(f"/orders/{order_id}").text
    assert "could not be sent: The mail server refuses: 550 No such person" in page
    assert "Try again" in page


def test_the_order_page_tells_what_was_sent(shop: Shop, post: PostOffice) -> None:
    parcel_id = parcel_of(shop)
    work(shop)
    send(shop, parcel_id)
    assert "“It is on its way” by e-mail" in shop.client("Mo").get("/orders/1").text

    work(shop)

    page = shop.client("Mo").get("/orders/1").text
    assert page.count("E-mail sent") == len(post.mails) == 2
    assert "“It is on its way” by e-mail" not in page
