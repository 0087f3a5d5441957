"""Bringing products in by file: the preview, one transaction for each product, and the way back."""

from __future__ import annotations

import pytest

from oms.catalog.barcodes import add_barcode
from oms.catalog.service import change_product
from oms.catalog.taking_in import run_goods_file, start_goods_file, work_off
from oms.core.errors import Refused
from oms.core.operations import By
from tests.catalog.bringing import CANDLE_CODE, candle, failures, keep, part, planned, products, table, take
from tests.catalog.goods import found, known_as, sku, undo
from tests.shop import Shop

SOCKS = [
    ["Wool Socks", "Green", "WS-GRN", "", "80", "From Galway", "", ""],
    ["Wool Socks", "Rust", "WS-RST", "", "", "", "", ""],
]


def test_a_file_brings_products_with_their_variants_and_the_same_file_again_nothing(shop: Shop) -> None:
    content = table(candle(), *SOCKS)

    assert planned(shop, content) == [(2, "new", ""), (3, "new", ""), (4, "new", "")]
    take(shop, content)

    there = products(shop)
    assert there["Beeswax Candle"] == [("CAN-20", "20 cm", 160)]
    assert there["Wool Socks"] == [("WS-GRN", "Green", 80), ("WS-RST", "Rust", None)]
    assert known_as(shop, CANDLE_CODE) == ("CAN-20", 1)
    assert found(shop, "galway") == ["Wool Socks"]
    assert {verdict for _, verdict, _ in planned(shop, content)} == {"unchanged"}
    again = keep(shop, content)
    with shop.inside(), pytest.raises(Refused, match="Nothing in this file is new"):
        start_goods_file(again, by=shop.by())


def test_what_differs_is_changed_and_blank_cells_change_nothing(shop: Shop) -> None:
    content = table(
        ["Desk Lamp", "", "LAMP", "", "1450", "", "", ""], ["", "Sea blue", "MUG", "", "", "", "", ""]
    )

    assert planned(shop, content) == [
        (2, "changed", "Weight in grams: – → 1450"),
        (3, "changed", "Variant: Blue → Sea blue"),
    ]
    take(shop, content)

    assert products(shop)["Desk Lamp"] == [("LAMP", "Brass", 1450)]
    assert products(shop)["Mug"] == [("MUG", "Sea blue", None)]
    assert known_as(shop, "4006381333931") == ("LAMP", 1)


def test_a_new_variant_joins_the_product_of_its_name(shop: Shop) -> None:
    take(shop, table(["Mug", "Sand", "MUG-SND", "", "", "", "", ""]))

    assert [code for code, _, _ in products(shop)["Mug"]] == ["MUG", "MUG-SND"]


def test_another_name_renames_the_product_of_a_known_item(shop: Shop) -> None:
    take(shop, table(["Reading Lamp", "", "LAMP", "", "", "", "", ""]))

    assert products(shop)["Reading Lamp"] == [("LAMP", "Brass", None)]
    assert found(shop, "reading") == ["Reading Lamp"]


def test_each_product_can_be_taken_back_for_itself(shop: Shop) -> None:
    before = products(shop)
    content = table(
        candle(),
        ["Reading Lamp", "Steel", "LAMP", "96385074123", "1450", "", "", ""],
        ["Mug", "Sand", "M2"] + [""] * 5,
    )
    file_id = take(shop, content)

    for key in (2, 3, 4):
        undo(shop, part(shop, file_id, key))

    assert products(shop) == before
    assert known_as(shop, "96385074123") is None
    assert [verdict for _, verdict, _ in planned(shop, content)] == ["new", "changed", "new"]


def test_a_product_that_is_used_or_was_changed_since_stays(shop: Shop) -> None:
    file_id = take(shop, table(candle(), ["Reading Lamp", "", "LAMP"] + [""] * 5))
    with shop.inside() as session:
        lamp = sku(shop, shop.skus["LAMP"]).product
        change_product(lamp.id, lamp.version, "Lamp", by=shop.by())
        session.expunge_all()

    with pytest.raises(Refused, match="changed again since"):
        undo(shop, part(shop, file_id, 3))
    assert found(shop, "lamp") == ["Lamp"]


def test_a_worker_that_died_goes_on_where_it_was(shop: Shop) -> None:
    file_id = keep(shop, table(candle(), *SOCKS))
    with shop.inside():
        start_goods_file(file_id, by=shop.by())
        assert not run_goods_file(file_id, seconds=-1)
        assert "Beeswax Candle" not in products(shop)
    with shop.inside():
        assert run_goods_file(file_id)
        assert run_goods_file(file_id)

    assert len(products(shop)["Wool Socks"]) == 2
    assert failures(shop, file_id) == {}


def test_what_was_taken_meanwhile_is_refused_for_its_product_alone(shop: Shop) -> None:
    file_id = keep(shop, table(candle(), *SOCKS))
    with shop.inside():
        start_goods_file(file_id, by=shop.by())
        assert not run_goods_file(file_id, seconds=-1)
        add_barcode(shop.skus["TWINE"], CANDLE_CODE, by=shop.by())
        assert run_goods_file(file_id)

    assert "Beeswax Candle" not in products(shop)
    assert len(products(shop)["Wool Socks"]) == 2
    assert failures(shop, file_id) == {
        "row 2": f"The barcode {CANDLE_CODE} is already on Garden Twine (TWINE)."
    }


def test_a_refusal_is_kept_and_stops_nothing_else(shop: Shop) -> None:
    taken, kept = [], {}

    def take_or_refuse(key: str, by: By) -> None:
        if key == "3":
            raise Refused("Not this one.")
        taken.append((key, by.operation_id))

    with shop.inside():
        assert work_off(
            ["2", "3", "4"], By("worker", "it"), take_or_refuse, lambda k, why, _: kept.update({k: why}), 5
        )

    assert (taken, kept) == ([("2", "it/2"), ("4", "it/4")], {"3": "Not this one."})


def test_a_file_is_taken_in_once(shop: Shop) -> None:
    file_id = take(shop, table(candle()))

    with shop.inside(), pytest.raises(Refused, match="being taken in already"):
        start_goods_file(file_id, by=shop.by())
