"""What customers are told: short, warm, true, in text and HTML, once the time to undo is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from oms.core import clock
from oms.core.db import transaction
from oms.notifications.wording import promise_in_words
from oms.orders.cancelling import cancel_order
from oms.orders.drafts import ContactDraft, LineDraft
from oms.orders.placing import Part, Terms, place_order
from oms.shipping.tracking import set_tracking
from oms.shop.models import the_shop
from tests.notifications.post import PostOffice, deliveries, notices, work
from tests.shipping.parcels import pack, parcel_of, picked_order, send, take_back
from tests.shop import Shop


def test_who_orders_is_told_that_we_have_it(shop: Shop, post: PostOffice) -> None:
    promise_by = clock.now() + timedelta(days=3)
    shop.order(("LAMP", 2), ("MUG", 1), promise_by=promise_by)

    work(shop, minutes=4)
    assert post.mails == []
    work(shop)

    [mail] = post.mails
    assert mail.to == ["ana@example.org"]
    assert mail.message["To"] == "Ana Pereira <ana@example.org>"
    assert mail.message["From"] == "Nordlicht <orders@nordlicht.example>"
    assert mail.message["Subject"] == "We have your order #2041"
    assert mail.message["Auto-Submitted"] == "auto-generated"
    for said in (mail.text, mail.html):
        assert "Hello Ana Pereira" in said
        assert "Desk Lamp" in said
        assert "Mug" in said
        assert f"{promise_by.astimezone(ZoneInfo('Europe/Berlin')):%A}" in said
    assert "2 × Desk Lamp" in mail.text


def test_who_gets_a_parcel_is_told_what_is_inside_and_how_to_follow_it(shop: Shop, post: PostOffice) -> None:
    parcel_id = parcel_of(shop)
    with shop.inside():
        set_tracking(parcel_id, "RR042031074IE", by=shop.by("Ben"))
    send(shop, parcel_id)

    work(shop)

    mail = told_of_parcels(post)
    assert mail.message["Subject"] == "Your order #2041 is on its way"
    for said in (mail.text, mail.html):
        assert "Desk Lamp" in said
        assert "An Post" in said
        assert "RR042031074IE" in said
        assert "https://track.anpost.com/TrackingResults.aspx?rtt=1" in said
        assert "Thank you for your order." in said


def told_of_parcels(post: PostOffice):  # type: ignore[no-untyped-def]
    [mail] = [one for one in post.mails if "on its way" in one.message["Subject"]]
    return mail


def test_parcels_of_one_order_that_leave_together_are_one_message(shop: Shop, post: PostOffice) -> None:
    order_id = picked_order(shop, ("LAMP", 1), ("MUG", 1))
    send(shop, pack(shop, order_id, "LAMP"), pack(shop, order_id, "MUG"))

    work(shop)

    text = told_of_parcels(post).text
    assert "2 parcels have left us" in text
    assert text.index("Parcel 1 of 2") < text.index("Desk Lamp") < text.index("Parcel 2 of 2")
    assert "rest of your order" not in text


def test_who_gets_only_a_part_is_told_that_the_rest_follows(shop: Shop, post: PostOffice) -> None:
    order_id = picked_order(shop, ("LAMP", 1), ("MUG", 1))
    send(shop, pack(shop, order_id, "LAMP"))

    work(shop)

    text = told_of_parcels(post).text
    assert "The rest of your order follows" in text
    assert "Mug" not in text


def test_a_number_corrected_while_the_message_waits_is_the_one_told(shop: Shop, post: PostOffice) -> None:
    parcel_id = parcel_of(shop)
    with shop.inside():
        set_tracking(parcel_id, "1ZBR00420377106259", by=shop.by("Ben"))
    send(shop, parcel_id)
    with shop.inside():
        set_tracking(parcel_id, "1ZBR00420377106258", by=shop.by("Ben"))

    work(shop)

    assert "1ZBR00420377106258" in told_of_parcels(post).text


def test_a_hand_over_taken_back_is_never_told(shop: Shop, post: PostOffice) -> None:
    parcel_id = parcel_of(shop)
    work(shop)
    take_back(shop, send(shop, parcel_id))

    work(shop)

    assert [mail.message["Subject"] for mail in post.mails] == ["We have your order #2041"]


def test_handed_over_again_it_is_told_once(shop: Shop, post: PostOffice) -> None:
    parcel_id = parcel_of(shop)
    take_back(shop, send(shop, parcel_id))
    shop.client("Ben").post("/manifests/1/hand-over")

    work(shop)

    told_of_parcels(post)


def test_an_order_that_was_cancelled_in_time_is_not_confirmed(shop: Shop, post: PostOffice) -> None:
    order_id = shop.order(("LAMP", 1))
    with shop.inside():
        cancel_order(order_id, "changed mind", by=shop.by())

    work(shop)

    assert post.mails == []
    assert notices(shop) == []


def test_an_order_that_came_in_cancelled_is_not_confirmed(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 1), cancelled_at=datetime(2026, 11, 23, 10, tzinfo=UTC))

    work(shop)

    assert post.mails == []


def test_an_order_that_came_in_shipped_is_not_confirmed(shop: Shop, post: PostOffice) -> None:
    gone = LineDraft("1", "LAMP", "Desk Lamp", 1, shipped_by_channel=1)
    draft = replace(shop.draft(("LAMP", 1)), lines=(gone,))
    with shop.inside():
        place_order(draft, ((Part(shop.skus["LAMP"]),),), Terms(shop.site, clock.now()), by=shop.by())

    work(shop)

    assert post.mails == []


def test_who_left_no_address_is_not_written_to(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 1), buyer=ContactDraft(name="Ana"))

    work(shop)

    assert post.mails == []
    assert [one.failed_at for one in deliveries(shop)] == [None]


def test_a_promise_that_is_broken_is_not_repeated(shop: Shop, post: PostOffice) -> None:
    shop.order(("LAMP", 1), promise_by=clock.now())

    work(shop)

    assert "leaves us by" not in post.mails[0].text


def test_the_day_of_a_promise_is_the_shops() -> None:
    just_before_midnight_utc = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)

    assert promise_in_words(just_before_midnight_utc, clock.now(), "Europe/Berlin") == "Friday 27 November"


def test_answers_go_to_the_shop(shop: Shop, post: PostOffice) -> None:
    with shop.inside(), transaction():
        the_shop().email = "hello@nordlicht.example"
    shop.order(("LAMP", 1))

    work(shop)

    assert post.mails[0].message["Reply-To"] == "Nordlicht <hello@nordlicht.example>"
    assert "hello@nordlicht.example" in post.mails[0].text
