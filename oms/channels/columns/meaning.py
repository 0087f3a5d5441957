"""What a column may mean, and what a person said about those of one header. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from oms.reading.rows import folded

IGNORED = ""
OF_ORDER = {
    "number": "Order number",
    "external_id": "Order id, where it is not the number",
    "placed_at": "Ordered on",
    "currency": "Currency",
    "paid": "Paid: yes, or when",
    "cancelled": "Cancelled: yes, or when",
    "total": "Total of the order",
    "shipping": "Shipping charged",
    "tax": "Tax of the order",
    "discount": "Discount on the order",
    "service": "Shipping service",
    "note": "What the customer wrote",
}
OF_LINE = {
    "sku": "SKU",
    "title": "Name of the item",
    "quantity": "How many",
    "unit_price": "Price of one",
    "line_total": "Price of all",
    "line_discount": "Discount on the item",
    "line_id": "Id of the line",
}
OF_PERSON = {
    "name": "Ship to: name",
    "company": "Ship to: company",
    "line1": "Ship to: street",
    "line2": "Ship to: second line",
    "line3": "Ship to: third line",
    "postcode": "Ship to: postcode",
    "city": "Ship to: town",
    "region": "Ship to: region",
    "country": "Ship to: country",
    "phone": "Phone",
    "email": "E-mail",
    "buyer_name": "Buyer: name",
}
GROUPS = (("The order", OF_ORDER), ("The item", OF_LINE), ("The customer", OF_PERSON))
MEANINGS = {**OF_ORDER, **OF_LINE, **OF_PERSON}
MONEY = ("total", "shipping", "tax", "discount", "unit_price", "line_total", "line_discount")

PAID = {
    "yes": "Every order in such a file is paid",
    "no": "None of them is paid",
    "column": "A column says so",
}
USUAL_NAMES = {
    "number": (
        "order number",
        "order",
        "order no",
        "order #",
        "order id",
        "bestellnummer",
        "numéro de commande",
    ),
    "external_id": ("id",),
    "placed_at": ("order date", "date", "created at", "ordered on", "purchase date", "bestelldatum", "datum"),
    "currency": ("currency", "währung", "devise"),
    "paid": ("paid", "paid at", "payment date", "date paid", "bezahlt"),
    "cancelled": ("cancelled", "canceled", "cancelled at", "storniert"),
    "total": ("total", "order total", "grand total", "gesamtsumme"),
    "shipping": ("shipping", "shipping cost", "postage", "versandkosten"),
    "tax": ("tax", "vat", "taxes", "mwst"),
    "discount": ("discount", "rabatt"),
    "service": ("shipping method", "shipping service", "delivery method", "versandart"),
    "note": ("note", "notes", "customer note", "comment", "bemerkung"),
    "sku": ("sku", "item sku", "product code", "article", "artikelnummer", "référence"),
    "title": ("item", "item name", "product", "product name", "title", "artikel", "produit"),
    "quantity": ("quantity", "qty", "units", "menge", "anzahl", "quantité"),
    "unit_price": ("price", "unit price", "item price", "preis", "prix"),
    "line_total": ("line total", "item total", "subtotal"),
    "line_discount": ("item discount", "line discount"),
    "line_id": ("line id", "item id", "transaction id"),
    "name": ("name", "ship to name", "recipient", "shipping name", "customer name", "empfänger"),
    "company": ("company", "shipping company", "firma"),
    "line1": (
        "address",
        "address 1",
        "address1",
        "street",
        "shipping address",
        "straße",
        "strasse",
        "adresse",
    ),
    "line2": ("address 2", "address2", "adresszusatz"),
    "line3": ("address 3", "address3"),
    "postcode": ("postcode", "zip", "zip code", "postal code", "plz", "code postal"),
    "city": ("city", "town", "ort", "stadt", "ville"),
    "region": ("state", "province", "region", "county"),
    "country": ("country", "land", "pays"),
    "phone": ("phone", "telephone", "telefon"),
    "email": ("email", "e-mail", "mail"),
    "buyer_name": ("buyer", "customer", "billing name"),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was said: `columns` are the names of columns by what they mean. `days` is how dates are written
    (dates.py), `currency` that of files without such a column, `paid` one of PAID.
    """

    columns: Mapping[str, str]
    days: str = ""
    currency: str = ""
    paid: str = "yes"

    def faults(self) -> list[str]:
        """What is still to be said, as sentences; empty where such a file can be read."""
        lacking = []
        if "number" not in self.columns:
            lacking.append("Say which column has the order number.")
        if "quantity" not in self.columns:
            lacking.append("Say which column tells how many.")
        if not {"sku", "title"} & set(self.columns):
            lacking.append("Say which column has the SKU, or at least the name of the item.")
        if "placed_at" not in self.columns:
            lacking.append("Say which column tells when it was ordered.")
        elif not self.days:
            lacking.append("Say how the dates are written.")
        if self.paid == "column" and "paid" not in self.columns:
            lacking.append("Say which column tells what is paid.")
        return lacking

    def as_json(self) -> dict[str, Any]:
        return {
            "columns": dict(self.columns),
            "days": self.days,
            "currency": self.currency,
            "paid": self.paid,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Meaning:
        return cls(told["columns"], told["days"], told["currency"], told["paid"])


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file that nobody knows, with the first things that stand in it."""

    name: str
    samples: tuple[str, ...] = field(default=())

    @property
    def usual(self) -> str:
        """What a column of this name mostly means; IGNORED where its name tells nothing."""
        spelt = folded(self.name)
        said = {spelt, spelt.replace("_", " ").replace("-", " ")}
        return next((code for code, names in USUAL_NAMES.items() if said & set(names)), IGNORED)


def guess(columns: Sequence[Column]) -> dict[str, str]:
    """What the columns mean by their names alone, each meaning once: a proposal that a person looks at."""
    found: dict[str, str] = {}
    for column in columns:
        if column.usual and column.usual not in found:
            found[column.usual] = column.name
    return found
