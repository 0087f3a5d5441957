"""The pages of the hand-over: what waits, the list, the parcel, and the order while only a part has left."""

from __future__ import annotations

from oms.desk.order_page import order_page
from tests.picking.floor import headline
from tests.shipping.parcels import (
    code_of,
    is_closed,
    manifest,
    on_the_list,
    pack,
    parcel_of,
    picked_order,
    send,
    shipment,
)
from tests.shop import Shop

RIGHT, MISREAD = "1ZBR00420377106258", "1ZBR00420377106259"


def test_an_empty_page_says_what_will_be_there(shop: Shop) -> None:
    assert "No parcel waits" in shop.client("Ben").get("/hand-over").text


def test_the_whole_way_without_script(shop: Shop) -> None:
    parcel_id, ben = parcel_of(shop), shop.client("Ben")
    assert code_of(shop, parcel_id) in ben.get("/hand-over").text

    begun = ben.post("/manifests", data={"carrier": "DHL"})
    assert (begun.status_code, begun.location) == (303, "/manifests/1")
    scanned = ben.post("/manifests/1/parcels", data={"code": code_of(shop, parcel_id)})
    assert (scanned.status_code, scanned.location) == (303, "/manifests/1")
    assert "1 parcel on the list" in ben.get("/manifests/1").text
    assert code_of(shop, parcel_id) not in ben.get("/hand-over").text
    ben.post("/manifests/1/hand-over")

    assert "Handed over" in ben.get("/manifests/1").text
    assert is_closed(shop, 1)


def test_a_wrong_scan_is_a_page_that_says_what_was_wanted(shop: Shop) -> None:
    answer = shop.client("Ben").post(f"/manifests/{manifest(shop)}/parcels", data={"code": "NOPE"})

    assert answer.status_code == 409
    assert "No parcel has the code NOPE" in answer.text
    assert "A sealed parcel for DHL" in answer.text


def test_a_scan_by_htmx_answers_with_the_list_and_a_tone(shop: Shop) -> None:
    parcel_id, manifest_id, ben = parcel_of(shop), manifest(shop), shop.client("Ben")
    address, headers = f"/manifests/{manifest_id}/parcels", {"HX-Request": "true"}

    right = ben.post(address, data={"code": code_of(shop, parcel_id)}, headers=headers)
    wrong = ben.post(address, data={"code": code_of(shop, parcel_id)}, headers=headers)

    assert (right.status_code, right.headers["HX-Trigger"]) == (200, '{"scan:right": true}')
    assert (wrong.status_code, wrong.headers["HX-Trigger"]) == (409, '{"scan:wrong": true}')
    assert "<html" not in right.text


def test_a_parcel_whose_number_is_another_carriers_is_marked(shop: Shop) -> None:
    parcel_id, ben = parcel_of(shop), shop.client("Ben")
    ben.post(f"/parcels/{parcel_id}/tracking", data={"number": RIGHT, "carrier": ""})
    dhl = manifest(shop, parcel_id)

    assert "looks like UPS" in ben.get(f"/manifests/{dhl}").text
    ben.post(f"/manifests/{dhl}/parcels/{parcel_id}/removal")
    ups = manifest(shop, parcel_id, carrier="ups")
    assert on_the_list(shop, dhl) == 0
    assert "looks like" not in ben.get(f"/manifests/{ups}").text


def test_the_parcels_page_takes_a_number_and_warns(shop: Shop) -> None:
    parcel_id, ben = parcel_of(shop), shop.client("Ben")
    address = f"/parcels/{parcel_id}"
    assert "not postage" in ben.get(address).text

    assert ben.post(f"{address}/tracking", data={"number": ""}).status_code == 422
    assert ben.post(f"{address}/tracking", data={"number": MISREAD, "carrier": ""}).status_code == 303

    page = ben.get(address).text
    assert "UPS" in page
    assert "The check digit is not the one that UPS would print" in page
    assert f"https://www.ups.com/track?tracknum={MISREAD}" in page


def test_what_a_number_looks_like_is_said_while_it_is_typed(shop: Shop) -> None:
    ben = shop.client("Ben")

    assert "UPS" in ben.get("/tracking/check", query_string={"number": RIGHT}).text
    assert "Unknown carrier" in ben.get("/tracking/check", query_string={"number": "?"}).text
    assert "spreadsheet" in ben.get("/tracking/check", query_string={"number": "1.23E+26"}).text
    assert ben.get("/tracking/check").text == ""


def test_the_parcels_page_hears_of_the_delivery(shop: Shop) -> None:
    parcel_id, ben = parcel_of(shop), shop.client("Ben")
    early = ben.post(f"/parcels/{parcel_id}/delivery", data={"at": "2026-11-24T10:00"})
    assert early.status_code == 409
    send(shop, parcel_id)
    assert ben.post(f"/parcels/{parcel_id}/delivery", data={"at": "soon"}).status_code == 422

    ben.post(f"/parcels/{parcel_id}/delivery", data={"at": "2026-11-24T10:00"})

    at = shipment(shop, parcel_id).delivered_at
    assert at is not None
    assert f"{at:%H:%M}" == "09:00"  # ten o'clock in Berlin


def test_an_order_of_which_a_part_has_left_reads_right(shop: Shop) -> None:
    order_id = picked_order(shop, ("LAMP", 1), ("MUG", 1))
    lamp, mug = pack(shop, order_id, "LAMP"), pack(shop, order_id, "MUG")
    send(shop, lamp)

    page = shop.client("Mo").get(f"/orders/{order_id}").text

    assert headline(shop, order_id) == "packed"
    assert "Part of it has left" in page
    assert page.index(code_of(shop, lamp)) < page.index("handed over")
    assert page.index(code_of(shop, mug)) < page.index("sealed", page.index(code_of(shop, mug)))
    with shop.inside():
        progress = order_page(order_id)["progress"].values()
        assert [[(one.name, one.quantity) for one in bar] for bar in progress] == [
            [("shipped", 1)],
            [("packed", 1)],
        ]


def test_a_strange_parcel_and_a_strange_list_are_missing(shop: Shop) -> None:
    ben = shop.client("Ben")

    assert ben.get("/parcels/99").status_code == 404
    assert ben.get("/manifests/99").status_code == 404
