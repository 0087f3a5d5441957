"""Money in eBay's reports: the currency is in the text, and what eBay takes and passes on was never the seller's."""

from __future__ import annotations

import pytest

from tests.channels.ebay.reports import COLUMNS, item, lamp, one, order, read, summary


def renamed(**names: str) -> tuple[str, ...]:
    other = {name.replace("_", " "): called for name, called in names.items()}
    return tuple(other.get(name, name) for name in COLUMNS)


@pytest.mark.parametrize(
    ("sold_for", "shipping", "total", "currency", "minor"),
    [
        ("AU $260.00", "AU $9.00", "AU $529.00", "AUD", 52900),
        ("EUR 90,00", "EUR 0,00", "EUR 180,00", "EUR", 18000),
        ("1\u202f234,50 €", "4,00 €", "2\u202f473,00 €", "EUR", 247300),
        ("£1,234.00", "£0", "£2,468.00", "GBP", 246800),
        ("US $5.00", "0.00", "US $10.00", "USD", 1000),
    ],
)
def test_the_currency_is_told_by_the_amounts(
    sold_for: str, shipping: str, total: str, currency: str, minor: int
) -> None:
    told = one(order(Sold_For=sold_for, Shipping_And_Handling=shipping, Total_Price=total))

    assert (told.currency, told.total_minor, told.reconciles) == (currency, minor, True)


def test_a_bare_dollar_is_that_of_the_site_that_the_header_tells() -> None:
    australian = renamed(Ship_To_Zip="Post To Postal Code", Ship_To_State="Post To State")
    british = renamed(Ship_To_Zip="Post To Postcode", Ship_To_State="Post To County")
    rows = [{**order(), "Post To Postal Code": "3000", "Post To Postcode": "BA1 1AA"}]

    assert one(*rows).currency == "USD"
    assert one(*rows, columns=australian).currency == "AUD"
    assert one(*rows, columns=british).currency is None


def test_where_it_may_be_either_dollar_the_money_is_unknown_and_said_to_be() -> None:
    parsed = read(order(), home="CAD")
    told = parsed.orders[0].draft

    assert (told.currency, told.total_minor, told.lines[0].line_total_minor, told.reconciles) == (
        None,
        None,
        None,
        True,
    )
    assert (told.paid, told.payments[0].amount_minor) == (True, None)
    assert "“$30.00” does not say which currency it is" in parsed.orders[0].remarks[0].reason
    assert (
        one(order(Sold_For="C $30.00", Shipping_And_Handling="", Total_Price=""), home="CAD").currency
        == "CAD"
    )


def test_an_order_without_amounts_has_none() -> None:
    told = one(order(Sold_For="", Shipping_And_Handling="", Total_Price=""))

    assert (told.currency, told.total_minor) == (None, None)


@pytest.mark.parametrize("total", ["$66.00", "$70.95", "$71.95", "$67.00"])
def test_what_ebay_collects_is_no_revenue_whether_the_total_counts_it_or_not(total: str) -> None:
    taken = {"eBay_Collected_Tax": "$4.95", "Electronic_Waste_Recycling_Fee": "$1.00"}
    told = one(order(Total_Price=total, **taken))

    assert (told.total_minor, told.tax_minor, told.reconciles) == (6600, None, True)


def test_what_the_seller_collects_is() -> None:
    told = one(order(Seller_Collected_Tax="$5.00", Total_Price="$71.00"))

    assert (told.total_minor, told.tax_minor, told.prices_include_tax) == (7100, 500, False)


def test_a_tax_that_is_in_the_prices_is_not_added() -> None:
    told = one(order(Seller_Collected_Tax="$5.00", Total_Price="$66.00"))

    assert (told.total_minor, told.tax_minor, told.prices_include_tax) == (6600, 500, True)


def test_the_taxes_of_the_items_add_up_where_the_order_tells_none() -> None:
    taxed = {"eBay_Collected_Tax": "$1.00"}

    assert one(summary(Total_Price="$99.00"), item(**taxed), lamp(**taxed)).total_minor == 9700
    assert (
        one(
            summary(Total_Price="$99.00", eBay_Collected_Tax="$2.00"), item(**taxed), lamp(**taxed)
        ).total_minor
        == 9700
    )


def test_a_total_that_does_not_add_up_is_kept_and_flagged() -> None:
    told = one(order(Total_Price="$80.00"))

    assert (told.total_minor, told.reconciles) == (8000, False)
    assert told.payments[0].amount_minor is None, "how much was paid is not certain"


def test_without_shipping_there_is_nothing_to_check() -> None:
    assert one(order(Shipping_And_Handling="")).total_minor == 6600
    unsure = one(order(Shipping_And_Handling="", eBay_Collected_Tax="$4.95", Total_Price="$64.95"))
    assert (unsure.total_minor, unsure.reconciles) == (None, True)


def test_an_amount_with_two_readings_is_settled_by_the_others() -> None:
    cheap = order(
        Order_Number="1",
        Sales_Record_Number="1",
        Sold_For="EUR 1,50",
        Shipping_And_Handling="",
        Total_Price="",
    )
    dear = order(Sold_For="EUR 1.234", Shipping_And_Handling="EUR 0,00", Total_Price="EUR 2.468,00")

    assert [parsed.draft.lines[0].line_total_minor for parsed in read(cheap, dear).orders] == [300, 246800]
