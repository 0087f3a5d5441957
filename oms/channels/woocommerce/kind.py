"""WooCommerce as a channel."""

from __future__ import annotations

from oms.channels.kinds import Credential, Kind, Lookalike
from oms.channels.woocommerce.client import WooCommerce
from oms.channels.woocommerce.parcels import OTHER_CARRIER
from oms.channels.woocommerce.parsing import BY_ITEM, BY_ORDER, BY_ORDER_IN_COLUMNS
from oms.channels.woocommerce.stock_file import STOCK_FILE
from oms.channels.woocommerce.webhooks import Webhooks

REST_API = "WooCommerce → Settings → Advanced → REST API, with the permission Read/Write."

KIND = Kind(
    code="woocommerce",
    label="WooCommerce",
    turn=15,
    formats=(BY_ITEM, BY_ORDER, BY_ORDER_IN_COLUMNS),
    lookalikes=(
        Lookalike(
            "a WooCommerce analytics file, which has no addresses", ("Order #", "Product(s)", "Items sold")
        ),
        Lookalike(
            "the default of Customer/Order/Coupon Export, all items of an order in one cell (choose “One row per item”)",
            ("order_id", "order_date", "line_items", "shipping_items"),
        ),
    ),
    credentials=(
        Credential("consumer_key", "Consumer key", f"Begins with ck_. {REST_API}", secret=False),
        Credential("consumer_secret", "Consumer secret", "Begins with cs_, shown once beside the key."),
        Credential(
            "webhook_secret",
            "Webhook secret",
            "The secret of the webhooks for order created, updated, deleted and restored: "
            "WooCommerce → Settings → Advanced → Webhooks.",
            required=False,
        ),
        Credential(
            "old_webhook_secret",
            "Webhook secret before",
            "While you change it: what was signed with it is still believed.",
            required=False,
        ),
    ),
    webhook=Webhooks(),
    client=WooCommerce,
    stock_upload=STOCK_FILE,
    carriers={
        "an_post": "An Post",
        "australia_post": "Australia Post",
        "bpost": "bpost",
        "canada_post": "Canada Post",
        "deutsche_post": "Deutsche Post DHL",
        "dhl": "DHL",
        "dhl_ecommerce": "DHL eCommerce",
        "dpd": "DPD.co.uk",
        "evri": "EVRi",
        "fedex": "FedEx",
        "ontrac": "OnTrac",
        "parcelforce": "ParcelForce",
        "postnl": "PostNL",
        "royal_mail": "Royal Mail",
        "ups": "UPS",
        "usps": "USPS",
    },
    other_carrier=OTHER_CARRIER,
    takes_bare_tracking=True,
)
