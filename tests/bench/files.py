"""Channel files of any size, as a shop would download them: invented people, every column that there is.

`python -m tests.bench.files ORDERS FILE` writes a Shopify orders export.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.channels.files import SHOPIFY, Cells

FIRST = ("Ana", "Björn", "Chloé", "Dóra", "Emre", "Fiona", "Goran", "Hanne", "Ivo", "Jún", "Katja", "Łukasz")
LAST = (
    "Pereira",
    "Åkesson",
    "Dubois",
    "Kovács",
    "Yılmaz",
    "O'Neill",
    "Marković",
    "de Vries",
    "Wang",
    "Nowak",
)
TOWNS = (
    ("Große Straße", "Köln", "50667", "", "DE"),
    ("Rue des Lilas", "Lyon", "69003", "", "FR"),
    ("Market Street", "San Francisco", "'94103", "CA", "US"),
    ("Korte Gracht", "Utrecht", "3512 AB", "", "NL"),
    ("High Street", "Bath", "BA1 1AA", "", "GB"),
    ("Via Roma", "Torino", "'10121", "TO", "IT"),
)
NOTES = (
    "",
    "",
    "",
    "Please leave it with the neighbour,\nshe is at home.",
    'It is a gift: "no prices", please',
)
NEWEST = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def shopify_export(path: Path, orders: int, skus: Sequence[str], *, seed: int = 1) -> Path:
    """An export of so many orders, newest first, of one to four lines each."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SHOPIFY, restval="", lineterminator="\n")
        writer.writeheader()
        for number in range(orders, 0, -1):
            writer.writerows(_order(number, orders, skus, chance))
    return path


def _order(number: int, orders: int, skus: Sequence[str], chance: random.Random) -> Iterator[Cells]:
    placed = NEWEST - timedelta(minutes=7 * (orders - number))
    lines = [_line(placed, chance.choice(skus), chance) for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4)))]
    subtotal = sum(int(line["Lineitem quantity"]) * float(line["Lineitem price"]) for line in lines)
    name = f"#{10_000 + number}"
    yield {"Name": name, **lines[0], **_facts(number, placed, subtotal, chance), **_people(number, chance)}
    for line in lines[1:]:
        yield {"Name": name, **line}


def _line(placed: datetime, sku: str, chance: random.Random) -> Cells:
    return {
        "Created at": _told(placed),
        "Lineitem quantity": str(chance.choice((1, 1, 1, 2, 3))),
        "Lineitem name": f"{sku.title()}, the usual one",
        "Lineitem price": f"{chance.randrange(500, 9000) / 100:.2f}",
        "Lineitem sku": sku,
        "Lineitem requires shipping": "true",
        "Lineitem taxable": "true",
        "Lineitem fulfillment status": "pending",
        "Vendor": "Nordlicht",
        "Lineitem discount": "0.00",
    }


def _facts(number: int, placed: datetime, subtotal: float, chance: random.Random) -> Cells:
    paid = chance.random() > 0.03
    return {
        "Financial Status": "paid" if paid else "pending",
        "Paid at": _told(placed) if paid else "",
        "Fulfillment Status": "unfulfilled",
        "Accepts Marketing": "no",
        "Currency": "EUR",
        "Subtotal": f"{subtotal:.2f}",
        "Shipping": "4.90",
        "Taxes": f"{(subtotal + 4.9) * 19 / 119:.2f}",
        "Total": f"{subtotal + 4.9:.2f}",
        "Discount Amount": "0.00",
        "Shipping Method": "Standard",
        "Notes": chance.choice(NOTES),
        "Payment Method": "Shopify Payments",
        "Payment Reference": f"rX{number:09}.1",
        "Refunded Amount": "0.00",
        "Outstanding Balance": "0.00",
        "Id": str(5_500_000_000_000 + number),
        "Risk Level": "Low",
        "Source": "web",
        "Tax 1 Name": "VAT 19%",
        "Tax 1 Value": f"{(subtotal + 4.9) * 19 / 119:.2f}",
        "Payment ID": f"rX{number:09}.1",
        "Payment References": f"rX{number:09}.1",
    }


def _people(number: int, chance: random.Random) -> Cells:
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    street, city, postcode, region, country = chance.choice(TOWNS)
    line = f"{street} {chance.randrange(1, 200)}"
    phone = f"'+49170{chance.randrange(10**6, 10**7)}"
    told = {"Email": f"buyer{number}@example.org", "Phone": phone}
    for whose in ("Billing", "Shipping"):
        told |= {f"{whose} Name": name, f"{whose} Street": line, f"{whose} Address1": line}
        told |= {f"{whose} City": city, f"{whose} Zip": postcode, f"{whose} Country": country}
        told |= {f"{whose} Province": region, f"{whose} Phone": phone}
    return told


def _told(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S +0000")


if __name__ == "__main__":
    shopify_export(Path(sys.argv[2]), int(sys.argv[1]), [f"SKU-{n:03}" for n in range(200)])
