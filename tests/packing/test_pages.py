"""What a packer sees: the orders that wait, and one order at the bench."""

from __future__ import annotations

import pytest

from oms.orders.cancelling import cancel_order
from oms.orders.holding import place_hold, ship_the_rest
from tests.browser import Browser
from tests.packing.bench import (
    another,
    in_tote,
    inside,
    packs,
    parcels,
    pick,
    picked,
    seal,
)
from tests.picking.floor import barcode
from tests.shop import ANA, Shop

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ben(shop: Shop) -> Browser:
    return shop.client("Ben")


def test_the_oldest_promise_comes_first_with_its_tote(shop: Shop, ben: Browser) -> None:
    assert "Nothing to pack" in ben.get("/pack").text
    picked(shop, ("LAMP", 2))
    picked(shop, ("MUG", 1))

    page = ben.get("/pack").text
    assert page.index("#2041") < page.index("#2042")
    assert "T1" in page
    assert "2 items" in page


def test_a_scan_opens_the_order_or_says_that_nobody_knows_it(shop: Shop, ben: Browser) -> None:
    order = picked(shop, ("LAMP", 1))
    for code in ("#2041", "T1"):
        assert ben.post("/pack/scans", data={"code": code}).location == f"/pack/orders/{order}"
    unknown = ben.post("/pack/scans", data={"code": "nonsense"}, headers=HTMX)
    assert unknown.status_code == 409
    assert "No order, tote or parcel has this code." in unknown.text
    assert "scan:wrong" in unknown.headers["HX-Trigger"]


def test_the_bench_shows_what_is_missing_and_ticks_what_is_in(shop: Shop, ben: Browser) -> None:
    order = picked(shop, ("SOCK-GRN-39", 2), note="Please ring at Pereira")
    page = ben.get(f"/pack/orders/{order}").text
    assert "Green · 39–42" in page
    assert "Please ring at Pereira" in page
    assert "The first scan opens a parcel." in page

    answer = ben.post(f"/pack/orders/{order}/scans", data={"code": barcode("SOCK-GRN-39")}, headers=HTMX)
    assert answer.status_code == 200
    assert "1 <small>of 2</small>" in answer.text
    assert "scan:right" in answer.headers["HX-Trigger"]
    assert not answer.text.startswith("<!doctype")


def test_a_wrong_item_says_what_it_was_and_what_is_wanted(shop: Shop, ben: Browser) -> None:
    order = picked(shop, ("LAMP", 1))
    answer = ben.post(f"/pack/orders/{order}/scans", data={"code": barcode("MUG")}, headers=HTMX)

    assert answer.status_code == 409
    assert "<dd>Mug · Blue</dd>" in answer.text
    assert "<dd>Desk Lamp · Brass</dd>" in answer.text
    assert "scan:wrong" in answer.headers["HX-Trigger"]
    assert in_tote(shop, order, "LAMP") == 1


def test_without_script_each_act_leads_back_to_the_bench(shop: Shop, ben: Browser) -> None:
    order = picked(shop, ("LAMP", 1), ("TWINE", 2))
    here = f"/pack/orders/{order}"
    assert ben.post(f"{here}/scans", data={"code": barcode("LAMP")}).location == here
    twine = {"sku_id": shop.skus["TWINE"], "quantity": 2}
    assert ben.post(f"{here}/count", data=twine).location == here
    assert ben.post(f"{here}/undo").location == here
    (only,) = parcels(shop, order)
    assert (inside(shop, only, "LAMP"), inside(shop, only, "TWINE")) == (1, 0)
    lamp = {"sku_id": shop.skus["LAMP"], "quantity": 1}
    assert ben.post(f"/pack/parcels/{only}/removals", data=lamp).location == here
    assert inside(shop, only, "LAMP") == 0


def test_a_second_parcel_is_filled_and_the_first_one_again_by_choice(shop: Shop, ben: Browser) -> None:
    order = picked(shop, ("LAMP", 3))
    here = f"/pack/orders/{order}"
    packs(shop, order, "LAMP")
    (first,) = parcels(shop, order)
    second = ben.post(f"{here}/parcels").location
    assert second == f"{here}?parcel={parcels(shop, order)[1]}"
    assert "Fill this one" in ben.get(second).text

    chosen = ben.post(f"{here}/scans", data={"code": barcode("LAMP"), "parcel": first})
    assert chosen.location == f"{here}?parcel={first}"
    assert inside(shop, first, "LAMP") == 2


def test_an_order_cancelled_while_the_page_is_open_leads_to_putting_back(shop: Shop, ben: Browser) -> None:
    order = picked(shop, ("LAMP", 1))
    another(shop, order)
    with shop.inside():
        cancel_order(order, "changed their mind", by=shop.by())

    answer = ben.post(f"/pack/orders/{order}/scans", data={"code": barcode("LAMP")}, headers=HTMX)
    assert answer.status_code == 409
    assert "This order was cancelled" in answer.text
    assert 'href="/put-back"' in answer.text
    assert "Seal" not in answer.text


def test_an_order_on_hold_says_why_it_may_not_leave(shop: Shop, ben: Browser) -> None:
    order = picked(shop, ("LAMP", 1))
    packs(shop, order, "LAMP")
    with shop.inside():
        place_hold(order, "fraud", "", by=shop.by())

    assert "Needs you: fraud check" in ben.get(f"/pack/orders/{order}").text
    answer = ben.post(f"/pack/parcels/{parcels(shop, order)[0]}/seal", headers=HTMX)
    assert (answer.status_code, "is on hold: fraud check" in answer.text) == (409, True)


def test_a_packer_sees_no_price_and_no_e_mail(shop: Shop, ben: Browser) -> None:
    order = picked(shop, ("LAMP", 1), total_minor=734_519)
    packs(shop, order, "LAMP")
    (only,) = parcels(shop, order)
    pages = [ben.get("/pack").text, ben.get(f"/pack/orders/{order}").text]
    seal(shop, only)
    pages += [ben.get(path).text for path in (f"/pack/parcels/{only}", f"/pack/orders/{order}")]

    assert "Ana Pereira" in pages[1]
    for secret in ("734519", "7,345.19", "7345.19", ANA.email or "", "EUR"):
        assert not [page for page in pages if secret in page]


def test_the_same_form_sent_twice_acts_once(shop: Shop, ben: Browser) -> None:
    order = picked(shop, ("TWINE", 4))
    form = {"sku_id": shop.skus["TWINE"], "quantity": 2, "operation_id": "twice"}
    for _ in range(2):
        assert ben.post(f"/pack/orders/{order}/count", data=form).status_code == 303

    assert inside(shop, parcels(shop, order)[0], "TWINE") == 2


def test_what_is_not_picked_yet_is_told(shop: Shop, ben: Browser) -> None:
    shop.receive("LAMP", 1)
    order = shop.order(("LAMP", 2))
    with shop.inside():
        ship_the_rest(order, by=shop.by())
    pick(shop, order)

    page = ben.get(f"/pack/orders/{order}").text
    assert "1 item is not picked yet" in page
    assert "0 <small>of 1</small>" in page


def test_a_viewer_does_not_pack(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 1))
    for path in ("/pack", f"/pack/orders/{order}"):
        assert shop.client("Cy").get(path).status_code == 403
