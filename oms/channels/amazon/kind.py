"""Amazon as a channel."""

from __future__ import annotations

from oms.channels.amazon.all_orders import ALL_ORDERS
from oms.channels.amazon.api import SIGN_IN
from oms.channels.amazon.client import Amazon
from oms.channels.amazon.parcels import OTHER
from oms.channels.amazon.parsing import NEW_ORDERS, UNSHIPPED
from oms.channels.amazon.shipments_file import ShippingConfirmation
from oms.channels.amazon.stock_file import PriceAndQuantity
from oms.channels.amazon.webhooks import Webhooks
from oms.channels.kinds import Credential, Kind

CARRIERS = {
    "canada_post": "Canada Post",
    "deutsche_post": "Deutsche Post",
    "dhl": "DHL",
    "dhl_ecommerce": "DHL eCommerce",
    "dpd": "DPD",
    "fedex": "FedEx",
    "la_poste": "La Poste",
    "ontrac": "OnTrac",
    "parcelforce": "Parcelforce",
    "royal_mail": "Royal Mail",
    "ups": "UPS",
    "usps": "USPS",
}
"""What most marketplaces list. Where one lists another word, the shop says so."""

KIND = Kind(
    code="amazon",
    label="Amazon",
    turn=20,
    formats=(UNSHIPPED, NEW_ORDERS, ALL_ORDERS),
    credentials=(
        Credential("seller_id", "Merchant token", "In Seller Central under Account Info.", secret=False),
        Credential(
            "marketplace_id",
            "Marketplace id",
            "Such as A1F83G8C2ARO7P for Amazon.co.uk. One account here is one marketplace; America is reached at "
            "sellingpartnerapi-na.amazon.com, Japan and Australia at sellingpartnerapi-fe.amazon.com.",
            secret=False,
        ),
        Credential("client_id", "Client id", "Of your own app in the Developer Console.", secret=False),
        Credential("client_secret", "Client secret"),
        Credential("refresh_token", "Refresh token", "What authorising your own app gives."),
        Credential(
            "token_url",
            "Address of the tokens",
            f"Leave it blank for {SIGN_IN}.",
            secret=False,
            required=False,
        ),
    ),
    base_url="https://sellingpartnerapi-eu.amazon.com",
    webhook=Webhooks(),
    client=Amazon,
    shipment_upload=ShippingConfirmation(),
    stock_upload=PriceAndQuantity(),
    carriers=CARRIERS,
    other_carrier=OTHER,
)
