"""The papers that tests print: one shop, and people who live where addresses are written differently."""

from __future__ import annotations

from datetime import date
from typing import Any

from oms.documents.sheets import Address, AddressLabel, Shop, SlipLine, SlipSheet

SHOP = Shop(
    name="The Lamp & Loom", lines=("12 Long Lane", "Dublin D02 X285", "Ireland"), contact="hello@lamp.example"
)
SENDER = Address(
    name="The Lamp & Loom", lines=("12 Long Lane", "Dublin D02 X285"), postcode="D02 X285", country="Ireland"
)
COLOGNE = Address(
    name="Zoë Müller", lines=("Große Straße 5", "50667 Köln"), postcode="50667", country="Germany"
)
TOKYO = Address(
    name="山田 太郎 様",
    lines=("〒100-0005", "東京都千代田区丸の内1-9-1", "グランドハイツ丸の内 1203号"),
    postcode="100-0005",
    country="JAPAN",
)
RIYADH = Address(
    name="محمد عبد الله السعيد",
    lines=("شارع الملك فهد ١٢", "الرياض 11564"),
    postcode="11564",
    country="SAUDI ARABIA",
)

SOCKS = SlipLine(name="Merino Socks", variant="Green · 39–42", sku="SOCK-GRN-39", bin="A-01-7", quantity=2)
BEANIE = SlipLine(name="Wool Beanie", variant="Rust", sku="000451", bin="B-04-2", quantity=1)


def label(recipient: Address = COLOGNE, **changes: Any) -> AddressLabel:
    told: dict[str, Any] = {
        "sender": SENDER,
        "recipient": recipient,
        "parcel_code": "P-000120",
        "order_number": "#2041",
        "carrier": "UPS",
        "service": "Ground",
        "tracking": "1Z999AA10123456784",
    }
    return AddressLabel(**(told | changes))


def labels(count: int) -> list[AddressLabel]:
    """Labels with two Code 128, a QR code and an address, in three scripts."""
    people = [COLOGNE, COLOGNE, COLOGNE, TOKYO, RIYADH]
    return [
        label(people[number % 5], parcel_code=f"P-{number:06d}", tracking=f"1Z999AA1{number:010d}")
        for number in range(count)
    ]


def slip(**changes: Any) -> SlipSheet:
    told: dict[str, Any] = {
        "shop": SHOP,
        "order_number": "#2041",
        "placed_on": date(2026, 11, 20),
        "ship_to": COLOGNE,
        "lines": (SOCKS, BEANIE),
        "greeting": "Thank you, Zoë!",
        "returns": "Send it back within 30 days.",
    }
    return SlipSheet(**(told | changes))


# Takes any machine far longer than a test wants to wait.
SLOW = slip(lines=tuple(SlipLine(name=f"Item {n}", sku=str(n), quantity=1) for n in range(3_000)))
