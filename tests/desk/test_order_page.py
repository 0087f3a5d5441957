"""The order page: where it stands, the one next step, and a reason for every number."""

from __future__ import annotations

import re
from typing import Any

import pytest

from oms.orders.cancelling import cancel_order
from oms.orders.drafts import ContactDraft
from oms.orders.editing import add_note
from oms.orders.holding import place_hold
from oms.orders.paying import record_charge, record_refund
from tests.desk.reading import asking, see, text
from tests.orders.seen import do, pack, pick, ship
from tests.picking.floor import start
from tests.shop import ANA, Shop


@pytest.fixture
def order(shop: Shop) -> int:
    shop.receive("LAMP", 3)
    return shop.order(("LAMP", 2), note="Ring twice")


def banner(page: str) -> str:
    found = re.search(r'<section class="banner".*?</section>', page, re.DOTALL)
    assert found
    return text(found[0])


def big_buttons(page: str) -> list[str]:
    found = re.findall(
        r'<(?:a|button)\b[^>]*data-tone="go"[^>]*data-size="big"[^>]*>(.*?)</', page, re.DOTALL
    )
    return [text(label) for label in found]


def at(shop: Shop, order: int) -> str:
    return see(shop, f"/orders/{order}")


def test_ready(shop: Shop, order: int) -> None:
    page = at(shop, order)

    assert banner(page).startswith("Everything is there: pick it. It waits for the floor.")
    assert big_buttons(page) == ["Pick now"]
    assert "Ana Pereira" in text(page)
    assert "“Ring twice”" in text(page)
    assert "2 reserved" in text(page)
    assert "A-01-1" in text(page)


def unknown(shop: Shop) -> int:
    return shop.order(("LAMP", 1), ("GIFT-WRAP", 1))


def vague(shop: Shop) -> int:
    return shop.order(
        ("LAMP", 1),
        ship_to=ContactDraft(name="Ana", line1="Große Straße", city="Köln", postcode="50667", country="DE"),
    )


def held(shop: Shop) -> int:
    order = shop.order(("LAMP", 1))
    do(shop, place_hold, order, "fraud", "Three cards")
    return order


def picking(shop: Shop) -> int:
    start(shop, order := shop.order(("LAMP", 1)))
    return order


def picked(shop: Shop) -> int:
    pick(shop, order := shop.order(("LAMP", 1)), "A-01-1", "LAMP")
    return order


def packed(shop: Shop) -> int:
    pack(shop, order := picked(shop), "LAMP")
    return order


def shipped(shop: Shop) -> int:
    pick(shop, order := shop.order(("LAMP", 1)), "A-01-1", "LAMP")
    ship(shop, pack(shop, order, "LAMP"))
    return order


def cancelled(shop: Shop) -> int:
    do(shop, cancel_order, order := shop.order(("LAMP", 1)), "no")
    return order


STANDINGS: list[tuple[Any, str, list[str]]] = [
    (unknown, "One item is not in our catalogue. It waits for you.", ["Map the item"]),
    (vague, "The address may be incomplete. It waits for you.", ["Check the address"]),
    (held, "Somebody has to check this order before it leaves. It waits for you.", ["It is fine, release"]),
    (lambda shop: shop.order(("LAMP", 1), paid=False), "The customer has not paid yet. It waits for the customer.", ["Mark as paid"]),
    (lambda shop: shop.order(("MUG", 2)), "2 units are missing from stock. It waits for new stock.", ["See what is missing"]),
    (picking, "Somebody is picking it now. It waits for Ben.", ["Follow"]),
    (picked, "Picked and ready to pack. It waits for the packing bench.", ["Pack it"]),
    (packed, "Packed and ready to leave. It waits for the carrier.", ["Hand over"]),
    (shipped, "Everything has left. It is with the carrier.", []),
    (cancelled, "This order was cancelled.", []),
]  # fmt: skip


@pytest.mark.parametrize(("make", "said", "button"), STANDINGS, ids=[said for _, said, _ in STANDINGS])
def test_every_standing_has_one_sentence_and_at_most_one_big_button(
    shop: Shop, make: Any, said: str, button: list[str]
) -> None:
    shop.receive("LAMP", 5)
    page = at(shop, make(shop))

    assert banner(page).startswith(said)
    assert big_buttons(page) == button


def test_what_is_there_may_go_is_the_one_alternative(shop: Shop) -> None:
    shop.receive("LAMP", 1)

    assert "Ship the rest now" in banner(at(shop, unknown(shop)))


def test_money_parcels_holds_and_notes_are_on_the_page(shop: Shop, order: int) -> None:
    do(shop, record_charge, order, 5000, method="bank", reference="R-7")
    do(shop, record_refund, order, 1000)
    do(shop, place_hold, order, "customer", "Back on Monday")
    do(shop, add_note, order, "Her sister collects it")

    words = text(at(shop, order))

    assert "bank Ada · R-7 €50.00" in words
    assert "Refunded" in words
    assert "€10.00" in words
    assert "Customer asked to wait" in words
    assert "Back on Monday" in words
    assert "Her sister collects it" in words


def test_parcels_say_what_is_in_them(shop: Shop) -> None:
    shop.receive("LAMP", 1)

    assert "1 × Desk Lamp · Brass sealed" in text(at(shop, packed(shop)))


def test_pickers_see_no_prices_and_no_mail_address(shop: Shop) -> None:
    shop.receive("LAMP", 2)
    order = shop.order(("LAMP", 2), total_minor=5000)
    do(shop, record_charge, order, 5000)

    for person in ("Ben", "Cy"):
        answer = shop.client(person).get(f"/orders/{order}")
        words = text(answer.get_data(as_text=True))
        assert answer.status_code in {200, 403}
        assert "50.00" not in words
        assert ANA.email
        assert ANA.email not in words


@pytest.mark.parametrize(
    "path", ["/orders/9", "/orders/9/address", "/orders/9/promise", "/orders/9/told", "/lines/9/why"]
)
def test_what_is_not_there_is_not_found(shop: Shop, path: str) -> None:
    assert shop.client("Ada").get(path).status_code == 404


def test_it_asks_the_same_few_questions_for_twenty_lines_as_for_two(shop: Shop) -> None:
    shop.receive("LAMP", 60)
    shop.receive("MUG", 60)
    browser = shop.client("Ada")

    def asked(order: int) -> int:
        browser.get(f"/orders/{order}")
        with asking(shop) as statements:
            assert browser.get(f"/orders/{order}").status_code == 200
        return len(statements)

    few = asked(shop.order(*[("LAMP", 1), ("MUG", 1)]))

    assert asked(shop.order(*[("LAMP", 1), ("MUG", 1)] * 10)) == few
    assert few <= 32
