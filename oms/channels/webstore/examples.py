"""What a web store would say, for the description: an order, and what becomes of it. Pure."""

from __future__ import annotations

ORDER: dict[str, object] = {
    "id": "1001",
    "number": "#1001",
    "placed_at": "2026-11-25T09:30:00+01:00",
    "currency": "EUR",
    "total_minor": 5390,
    "shipping_minor": 490,
    "prices_include_tax": True,
    "payment": {"amount_minor": 5390, "method": "card", "reference": "pay_1001"},
    "ship_to": {
        "name": "Ana Pereira",
        "line1": "Große Straße 5",
        "postcode": "50667",
        "city": "Köln",
        "country": "DE",
        "email": "pereira@example.org",
    },
    "lines": [{"id": "1", "sku": "LAMP", "quantity": 1, "title": "Desk lamp, brass", "total_minor": 4900}],
}
CHANGE: dict[str, object] = {
    "lines": [{"id": "1", "sku": "LAMP", "quantity": 2, "total_minor": 9800}],
    "total_minor": 10290,
}
CANCELLATION: dict[str, object] = {"at": "2026-11-25T10:05:00+01:00"}
PAYMENT: dict[str, object] = {"amount_minor": 5390, "method": "bank transfer", "reference": "pay_1001"}
REFUND: dict[str, object] = {"reference": "refund_1", "amount_minor": 490}
