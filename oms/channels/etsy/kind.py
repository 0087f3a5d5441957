"""Etsy as a channel."""

from __future__ import annotations

from oms.channels.etsy.client import Etsy
from oms.channels.etsy.parsing import ITEMS, ORDERS
from oms.channels.etsy.webhooks import Webhooks
from oms.channels.kinds import Credential, Kind

CARRIERS = {
    "amazon": "amazon",
    "an_post": "an-post",
    "australia_post": "australia-post",
    "bpost": "bpost",
    "canada_post": "canada-post",
    "correos": "spain-correos-es",
    "deutsche_post": "deutsch-post",
    "dhl": "dhl",
    "dhl_ecommerce": "dhl-global-mail",
    "dpd": "dpd",
    "evri": "hermes",
    "fedex": "fedex",
    "la_poste": "la-poste-colissimo",
    "ontrac": "ontrac",
    "parcelforce": "parcel-force",
    "postnl": "postnl",
    "royal_mail": "royal-mail",
    "ups": "ups",
    "usps": "usps",
    "yodel": "yodel",
}
"""As Etsy spells them. With a word that it does not know it drops the number."""

KIND = Kind(
    code="etsy",
    label="Etsy",
    turn=40,
    formats=(ITEMS, ORDERS),
    credentials=(
        Credential("shop_id", "Shop id", "The number of the shop.", secret=False),
        Credential("keystring", "Keystring", "Of your own app under Your Apps.", secret=False),
        Credential("shared_secret", "Shared secret", "Beside the keystring."),
        Credential(
            "refresh_token",
            "Refresh token",
            "What allowing your app gives, with the scopes transactions_r, transactions_w, listings_r, shops_r.",
        ),
        Credential(
            "webhook_secret",
            "Webhook secret",
            "Only for apps with commercial access: it begins with whsec_.",
            required=False,
        ),
        Credential("old_webhook_secret", "Webhook secret before", "While you change it.", required=False),
    ),
    base_url="https://openapi.etsy.com",
    webhook=Webhooks(),
    client=Etsy,
    carriers=CARRIERS,
    other_carrier="other",
    takes_bare_tracking=True,
    sends_whole=True,
)
