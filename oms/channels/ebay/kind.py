"""eBay as a channel."""

from __future__ import annotations

from oms.channels.ebay.client import Ebay
from oms.channels.ebay.parsing import ORDERS_REPORT
from oms.channels.ebay.shipments_file import TrackingFile
from oms.channels.ebay.stock_file import QuantityFile
from oms.channels.ebay.webhooks import Notifications
from oms.channels.kinds import Credential, Kind, Lookalike

PAYMENTS = "an eBay transaction report, which is about money and not about orders"

KIND = Kind(
    code="ebay",
    label="eBay",
    turn=30,
    formats=(ORDERS_REPORT,),
    lookalikes=(
        Lookalike(PAYMENTS, ("Transaction creation date", "Order number", "Net amount")),
        Lookalike(PAYMENTS, ("Datum der Transaktionserstellung", "Bestellnummer")),
    ),
    credentials=(
        Credential("client_id", "App ID (Client ID)", "Of your own keyset for production.", secret=False),
        Credential("client_secret", "Cert ID (Client Secret)"),
        Credential(
            "refresh_token",
            "Refresh token",
            "What your consent to your own app gives, for orders (sell.fulfillment) and stock (sell.inventory). "
            "It lasts for eighteen months.",
        ),
        Credential(
            "verification_token",
            "Verification token",
            "For notifications: 32 to 80 letters and digits of your own, the same here and at eBay.",
            required=False,
        ),
    ),
    base_url="https://api.ebay.com",
    webhook=Notifications(),
    client=Ebay,
    shipment_upload=TrackingFile(),
    stock_upload=QuantityFile(),
    carriers={
        "australia_post": "AustraliaPost",
        "canada_post": "CanadaPost",
        "correos": "Correos",
        "deutsche_post": "DeutschePost",
        "dhl": "DHL",
        "dhl_ecommerce": "DHLGlobalMail",
        "dpd": "DPD",
        "evri": "Hermes",
        "fedex": "FedEx",
        "ontrac": "OnTrac",
        "parcelforce": "ParcelForce",
        "postnl": "PostNL",
        "royal_mail": "RoyalMail",
        "ups": "UPS",
        "usps": "USPS",
        "yodel": "Yodel",
    },
    other_carrier="Other",
    waits_for_money=True,
)
