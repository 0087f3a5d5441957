"""Shopify as a channel."""

from __future__ import annotations

from oms.channels.kinds import Credential, Kind, Lookalike
from oms.channels.shopify.client import ShopifyClient
from oms.channels.shopify.confirming import OTHER
from oms.channels.shopify.parsing import ORDERS_EXPORT
from oms.channels.shopify.stock_file import STOCK_FILE
from oms.channels.shopify.webhooks import ShopifyWebhook

KIND = Kind(
    code="shopify",
    label="Shopify",
    turn=10,
    formats=(ORDERS_EXPORT,),
    lookalikes=(
        Lookalike("a Shopify inventory file", ("Handle", "SKU", "Location", "On hand (new)")),
        Lookalike("a Shopify products file", ("Handle", "Variant SKU", "Variant Price")),
    ),
    credentials=(
        Credential(
            "access_token",
            "Admin API access token",
            "Of a custom app that may read orders, products, inventory and fulfilment orders of your own "
            "locations, and write the last two. It begins with shpat_.",
        ),
        Credential(
            "location_id",
            "Number of the location that sends",
            "The figures at the end of its address under Settings, Locations.",
            secret=False,
        ),
        Credential(
            "webhook_secret",
            "Webhook secret",
            "Under Settings, Notifications, Webhooks: “Your webhooks will be signed with …”. For webhooks that "
            "the app makes it is the app’s client secret.",
        ),
        Credential(
            "old_webhook_secret",
            "The webhook secret before it",
            "Only while you change it: Shopify signs with the old one for up to an hour.",
            required=False,
        ),
    ),
    webhook=ShopifyWebhook(),
    client=ShopifyClient,
    stock_upload=STOCK_FILE,
    carriers={
        "an_post": "An Post",
        "australia_post": "Australia Post",
        "bpost": "BPost",
        "canada_post": "Canada Post",
        "correos": "Correos",
        "deutsche_post": "Deutsche Post",
        "dhl": "DHL Express",
        "dhl_ecommerce": "DHL eCommerce",
        "dpd": "DPD",
        "evri": "Evri",
        "fedex": "FedEx",
        "la_poste": "La Poste Colissimo",
        "ontrac": "OnTrac",
        "parcelforce": "Parcelforce",
        "postnl": "PostNL",
        "royal_mail": "Royal Mail",
        "ups": "UPS",
        "usps": "USPS",
        "yodel": "Yodel",
    },
    other_carrier=OTHER,
)
