from __future__ import annotations

import pytest

from oms.channels.amazon.all_orders import LABEL as ALL_ORDERS_LABEL
from oms.channels.amazon.parsing import NEW_ORDERS_LABEL, UNSHIPPED_LABEL
from oms.channels.etsy.parsing import ITEMS_LABEL, ORDERS_LABEL
from oms.channels.kinds import all_formats
from oms.channels.recognising import read_file
from oms.channels.shopify.parsing import LABEL
from oms.reading.problems import UnreadableFile
from tests.channels.amazon.reports import all_orders, status
from tests.channels.etsy.files import ORDERS, etsy, item, sold
from tests.channels.files import NEW_ORDERS, SHOPIFY, UNSHIPPED, amazon, amazon_item, shopify, shopify_order


def without(columns: tuple[str, ...], *names: str) -> tuple[str, ...]:
    return tuple(name for name in columns if name not in names)


@pytest.mark.parametrize(
    ("content", "label", "channel"),
    [
        (shopify(shopify_order()), LABEL, "shopify"),
        (amazon(amazon_item(), columns=UNSHIPPED), UNSHIPPED_LABEL, "amazon"),
        (amazon(amazon_item(), columns=NEW_ORDERS), NEW_ORDERS_LABEL, "amazon"),
        (all_orders(status()), ALL_ORDERS_LABEL, "amazon"),
        (etsy(item()), ITEMS_LABEL, "etsy"),
        (etsy(sold(), columns=ORDERS), ORDERS_LABEL, "etsy"),
    ],
)
def test_a_file_is_known_by_its_header(content: bytes, label: str, channel: str) -> None:
    for told in (None, channel):
        parsed = read_file(content, channel=told)

        assert (parsed.label, parsed.channel, len(parsed.orders)) == (label, channel, 1)


def test_the_signature_columns_are_enough() -> None:
    for known in all_formats():
        header = ("\t" if known.bare_quotes else ",").join(known.signature)

        assert read_file(header.encode() + b"\n").label == known.label


@pytest.mark.parametrize("gone", ["Lineitem quantity", "Name", "Financial Status"])
def test_a_missing_column_is_named_with_the_nearest_format(gone: str) -> None:
    content = shopify(shopify_order(), columns=without(SHOPIFY, gone))

    with pytest.raises(
        UnreadableFile, match=rf"nearest is Shopify orders export; missing columns: {gone}\.$"
    ):
        read_file(content)


def test_the_nearest_is_of_the_channel_that_was_chosen() -> None:
    content = amazon(amazon_item(), columns=without(UNSHIPPED, "order-item-id", "sku"))

    with pytest.raises(UnreadableFile, match="Unshipped Orders report; missing columns: order-item-id, sku"):
        read_file(content)
    with pytest.raises(UnreadableFile, match="nearest is Shopify orders export; missing columns: Name, "):
        read_file(content, channel="shopify")


def test_a_file_of_another_channel_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="another channel: Shopify orders export, not one of Amazon"):
        read_file(shopify(shopify_order()), channel="amazon")


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("Date,Order #,Status,Product(s),Items sold", "a WooCommerce analytics file"),
        ("Handle,Title,SKU,Location,On hand (new)", "a Shopify inventory file"),
        ("one,two,three", "of no known kind"),
        ("just some words", "of no known kind"),
        ("{}", "of no known kind"),
    ],
)
def test_a_foreign_file_is_told_what_it_looks_like_and_what_it_lacks(header: str, sentence: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_file(f"{header}\n1,2,3\n".encode())

    assert sentence in refusal.value.sentence
    assert "missing columns: " in refusal.value.sentence
    assert refusal.value.status == 422


def test_a_report_that_a_spreadsheet_saved_with_commas_is_still_known() -> None:
    rows = amazon(amazon_item(product_name="Mug"), columns=UNSHIPPED).decode().replace("\t", ",")

    assert read_file(rows.encode()).label == UNSHIPPED_LABEL
