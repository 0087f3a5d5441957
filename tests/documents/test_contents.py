"""What stands on the papers of a real order: in walking order, from the bins it was picked from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oms.core.db import db, transaction
from oms.core.errors import Missing, Refused
from oms.documents.queries import bin_labels, label_of_parcel, product_label, slip_of_order, slip_of_parcel
from oms.documents.sheets import SlipSheet
from oms.floorplan.models import Place
from oms.orders.drafts import ContactDraft
from oms.shipping.tracking import set_tracking
from oms.shop.models import the_shop
from tests.shipping.parcels import pack, parcel_of, picked_order, send
from tests.shop import ANA, Shop


def lines(sheet: SlipSheet) -> list[tuple[int, str, str]]:
    return [(line.quantity, line.sku, line.bin) for line in sheet.lines]


def test_lines_come_in_walking_order_not_in_the_customers(shop: Shop) -> None:
    shop.receive("MUG", 1, "A-10-1")
    shop.receive("LAMP", 2, "A-02-1")
    shop.receive("TWINE", 1, "A-01-1")
    order_id = shop.order(("MUG", 1), ("LAMP", 2), ("TWINE", 1))

    with shop.inside():
        sheet = slip_of_order(order_id)

    assert lines(sheet) == [(1, "TWINE", "A-01-1"), (2, "LAMP", "A-02-1"), (1, "MUG", "A-10-1")]
    assert sheet.elsewhere == ()


def test_walking_order_is_by_the_plan_not_by_the_code(shop: Shop) -> None:
    with shop.inside(), transaction() as session:
        session.get_one(Place, shop.bins["A-10-1"]).x = 10
    shop.receive("LAMP", 1, "A-02-1")
    shop.receive("MUG", 1, "A-10-1")

    with shop.inside():
        sheet = slip_of_order(shop.order(("LAMP", 1), ("MUG", 1)))

    assert [line.bin for line in sheet.lines] == ["A-10-1", "A-02-1"]


def test_what_lies_nowhere_comes_last_and_without_a_bin(shop: Shop) -> None:
    shop.receive("MUG", 1, "A-10-1")

    with shop.inside():
        sheet = slip_of_order(shop.order(("LAMP", 1), ("MUG", 1)))

    assert lines(sheet) == [(1, "MUG", "A-10-1"), (1, "LAMP", "")]


def test_a_parcels_slip_names_the_bin_that_was_picked_although_it_is_empty_now(shop: Shop) -> None:
    parcel_id = parcel_of(shop)

    with shop.inside():
        assert lines(slip_of_parcel(parcel_id)) == [(1, "LAMP", "A-01-1")]


def test_what_travels_in_the_other_parcel_is_said_on_both(shop: Shop) -> None:
    order_id = picked_order(shop, ("LAMP", 1), ("MUG", 1))
    first, second = pack(shop, order_id, "LAMP"), pack(shop, order_id, "MUG")
    send(shop, first)

    with shop.inside():
        sheets = [slip_of_parcel(first), slip_of_parcel(second)]

    assert [[line.sku for line in sheet.lines] for sheet in sheets] == [["LAMP"], ["MUG"]]
    assert [[line.sku for line in sheet.elsewhere] for sheet in sheets] == [["MUG"], ["LAMP"]]
    assert [(sheet.parcel, sheet.parcels) for sheet in sheets] == [(1, 2), (2, 2)]


def test_a_box_that_was_begun_and_is_empty_is_no_parcel_on_the_papers(shop: Shop) -> None:
    order_id = picked_order(shop, ("LAMP", 1), ("MUG", 1))
    parcel_id = pack(shop, order_id, "LAMP")
    pack(shop, order_id, sealed=False)

    with shop.inside():
        slip, label = slip_of_parcel(parcel_id), label_of_parcel(parcel_id)

    assert [(paper.parcel, paper.parcels) for paper in (slip, label)] == [(1, 1), (1, 1)]


def test_the_label_says_carriers_by_their_names(shop: Shop) -> None:
    parcel_id = parcel_of(shop)
    with shop.inside():
        set_tracking(parcel_id, "RR042031074IE", by=shop.by("Ben"))
        sheet = label_of_parcel(parcel_id)

    assert (sheet.carrier, sheet.tracking) == ("An Post", "RR042031074IE")
    assert sheet.recipient.postcode == "50667"
    assert sheet.recipient.lines == ("Große Straße 5", "50667 Köln")


def test_the_country_is_on_the_label_only_where_the_parcel_leaves_ours(shop: Shop) -> None:
    paris = replace(ANA, postcode="75011", city="Paris", country="FR")
    home, abroad = parcel_of(shop), parcel_of(shop, "MUG", ship_to=paris)

    with shop.inside():
        labels = [label_of_parcel(home), label_of_parcel(abroad)]

    assert [(one.recipient.name, one.recipient.country) for one in labels] == [
        ("Ana Pereira", ""),
        ("Ana Pereira", "FRANCE"),
    ]
    assert labels[1].recipient.lines == ("Große Straße 5", "75011 Paris")
    assert labels[1].sender.country == "Germany"


def test_the_name_comes_first_also_where_its_country_writes_it_last(shop: Shop) -> None:
    tokyo = ContactDraft(
        name="田中 由紀", line1="神宮前 1-2-3", city="東京都渋谷区", postcode="150-0001", country="JP"
    )
    parcel_id = parcel_of(shop, ship_to=tokyo)

    with shop.inside():
        label, slip = label_of_parcel(parcel_id), slip_of_parcel(parcel_id)

    assert label.recipient.name == slip.ship_to.name == "田中 由紀"
    assert label.recipient.lines[0] == "〒150-0001"
    assert "田中 由紀" not in label.recipient.lines
    assert label.recipient.country == "JAPAN"


def test_the_papers_are_those_that_the_shop_chose(shop: Shop) -> None:
    parcel_id = parcel_of(shop)
    with shop.inside(), transaction():
        the_shop().paper, the_shop().printer_dpi = "Letter", 300
    with shop.inside():
        assert slip_of_parcel(parcel_id).size == "Letter"
        assert label_of_parcel(parcel_id).dpi == 300


def test_labels_of_goods_and_bins_carry_their_codes(shop: Shop) -> None:
    with shop.inside():
        lamp, twine = product_label(shop.skus["LAMP"]), product_label(shop.skus["TWINE"])
        bins = bin_labels(reversed(shop.bins.values()))

    assert (lamp.barcode, lamp.sku) == ("4006381333931", "LAMP")
    assert twine.barcode == "TWINE"
    assert [label.code for label in bins] == ["A-01-1", "A-02-1", "A-10-1"]


def test_what_is_not_there_is_not_printed(shop: Shop) -> None:
    empty = pack(shop, picked_order(shop, ("LAMP", 1)), sealed=False)
    with shop.inside():
        with pytest.raises(Refused, match="parcel is empty"):
            slip_of_parcel(empty)
        with pytest.raises(Missing):
            label_of_parcel(99)
        with pytest.raises(Missing):
            product_label(99)
        with pytest.raises(Missing):
            bin_labels([])
        db.session.rollback()
