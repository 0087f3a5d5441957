"""What an order is held for when it arrives, and what it is not."""

from __future__ import annotations

from datetime import timedelta

from oms.core import clock
from oms.orders.drafts import ContactDraft, LineDraft
from oms.orders.placing import Part, Terms, place_order
from tests.orders.seen import badge, facts, holds, reserved
from tests.shop import ANA, Shop


def terms(shop: Shop, **changes: bool) -> Terms:
    return Terms(shop.site, clock.now() + timedelta(hours=4), **changes)


def test_an_item_that_nobody_knows_holds_its_line(shop: Shop) -> None:
    shop.receive("LAMP", 1)

    order = shop.order(("LAMP", 1), ("GIFT-WRAP", 1))

    assert badge(shop, order) == "Needs you: 1 unknown item"
    assert reserved(shop, order) == 1
    assert facts(shop, order) == ["OrderPlaced", "HoldPlaced"]


def test_an_item_without_a_name_is_held_too(shop: Shop) -> None:
    draft = shop.draft(("LAMP", 1))
    nameless = LineDraft("1", None, "Something blue", 1)
    with shop.inside():
        order = place_order(
            type(draft)(draft.external_id, "#1", draft.placed_at, (nameless,), ship_to=ANA, paid=True),
            ((),),
            terms(shop),
            by=shop.by(),
        )

    assert badge(shop, order) == "Needs you: 1 item without a name"


def test_an_unpaid_order_waits_for_payment_with_its_stock_reserved(shop: Shop) -> None:
    shop.receive("LAMP", 1)

    order = shop.order(("LAMP", 1), paid=False)

    assert (holds(shop, order), badge(shop, order), reserved(shop, order)) == (
        ["payment"],
        "Waiting for payment",
        1,
    )


def test_by_setting_unpaid_orders_go_to_the_floor(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    with shop.inside():
        order = place_order(
            shop.draft(("LAMP", 1), paid=False),
            ((Part(shop.skus["LAMP"]),),),
            terms(shop, release_unpaid=True),
            by=shop.by(),
        )

    assert badge(shop, order) == "Ready to pick"


def test_an_address_without_a_house_number_is_held_with_the_reason(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    vague = ContactDraft(name="Ana", line1="Große Straße", city="Köln", postcode="50667", country="DE")

    order = shop.order(("LAMP", 1), ship_to=vague)

    assert holds(shop, order) == ["address"]
    assert badge(shop, order) == "Needs you: address to check"


def test_a_counter_sale_needs_no_address(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    with shop.inside():
        order = place_order(
            shop.draft(("LAMP", 1), ship_to=ContactDraft()),
            ((Part(shop.skus["LAMP"]),),),
            terms(shop, needs_address=False),
            by=shop.by(),
        )

    assert holds(shop, order) == []
