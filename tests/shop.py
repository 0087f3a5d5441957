"""The cast of the tests: one small shop that every test knows by heart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask

from oms.accounts.models import User
from oms.catalog.indexing import index_skus
from oms.catalog.models import Barcode, Product, Sku
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.operations import By
from oms.floorplan.service import add_bin, add_site
from oms.inventory.keeping import receive_goods
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft
from oms.orders.placing import Part, Terms, place_order
from oms.settings import Settings
from oms.shop.models import Shop as ShopRow
from tests.browser import Browser

ANA = ContactDraft(
    name="Ana Pereira",
    line1="Große Straße 5",
    city="Köln",
    postcode="50667",
    country="DE",
    email="ana@example.org",
)
SKUS = {
    "LAMP": ("Desk Lamp", "Brass", "4006381333931"),
    "MUG": ("Mug", "Blue", "5012345678900"),
    "SOCK-GRN-39": ("Merino Socks", "Green · 39–42", "96385074"),
    "TWINE": ("Garden Twine", "", None),
}
PEOPLE = {"Ada": "owner", "Mo": "manager", "Ben": "picker", "Cy": "viewer"}
PASSWORD = "correct horse battery"


def settings(url: str, folder: Path, **environment: str) -> Settings:
    """The settings of the tests; entries of the environment by their names, such as `SMTP_HOST="localhost"`."""
    told = {"DATABASE_URL": url, "SECRET_KEY": "0123456789abcdef" * 3, "ALLOW_LOCAL_CHANNELS": "1"}
    return Settings.from_env(told | environment, folder)


@dataclass
class Shop:
    """Ids of what is in the shop, and short ways to make things happen in it."""

    app: Flask
    site: int
    bins: dict[str, int] = field(default_factory=dict)
    skus: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(2041))

    @classmethod
    def open(cls, app: Flask) -> Shop:
        with app.app_context():
            shop = cls(app, add_site("Main", by=By("test")))
            for code, x in (("A-01-1", 100), ("A-02-1", 300), ("A-10-1", 500)):
                shop.bins[code] = add_bin(shop.site, code, x=x, y=100, by=By("test"))
            shop._people()
            shop._products()
        return shop

    def again(self, number: int) -> Shop:
        """The same shop for another test, on a copy of its database; its next order has this number."""
        known = {name: dict(getattr(self, name)) for name in ("bins", "skus", "people")}
        return replace(self, **known, numbers=count(number))

    def _products(self) -> None:
        with transaction() as session:
            for code, (name, variant, barcode) in SKUS.items():
                product = Product(name=name)
                session.add(product)
                session.flush()
                sku = Sku(
                    product_id=product.id,
                    code=code,
                    variant=variant,
                    scannable=barcode is not None,
                )
                session.add(sku)
                session.flush()
                if barcode:
                    session.add(Barcode(code=barcode, sku_id=sku.id))
                index_skus(product.id)
                self.skus[code] = sku.id

    def _people(self) -> None:
        with transaction() as session:
            session.add(ShopRow(id=1, name="Nordlicht", zone="Europe/Berlin", country="DE"))
            for name, role in PEOPLE.items():
                user = User(name=name, email=f"{name.lower()}@example.org", role=role)
                session.add(user)
                session.flush()
                self.people[name] = user.id

    @contextmanager
    def inside(self) -> Iterator[Any]:
        """Inside of the application, with the session."""
        with self.app.app_context():
            yield db.session

    def by(self, name: str = "Ada") -> By:
        return By(f"user:{self.people[name]}")

    def receive(self, sku: str, quantity: int, bin_: str = "A-01-1") -> None:
        with self.inside():
            receive_goods(self.skus[sku], quantity, self.bins[bin_], by=self.by())

    def draft(self, *lines: tuple[str, int], **changes: Any) -> OrderDraft:
        number = f"#{next(self.numbers)}"
        told = tuple(
            LineDraft(str(position), sku, SKUS.get(sku, (sku,))[0], quantity)
            for position, (sku, quantity) in enumerate(lines, 1)
        )
        values = {"paid": True, "ship_to": ANA, "buyer": ANA, "currency": "EUR"} | changes
        return OrderDraft(
            external_id=number,
            number=number,
            placed_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
            lines=told,
            **values,
        )

    def order(self, *lines: tuple[str, int], **changes: Any) -> int:
        """An order of Ana's for so many of each SKU; an unknown SKU is a held line."""
        draft = self.draft(*lines, **changes)
        parts = tuple((Part(self.skus[sku]),) if sku in self.skus else () for sku, _ in lines)
        terms = Terms(self.site, clock.now() + timedelta(hours=4))
        with self.inside():
            return place_order(draft, parts, terms, by=self.by())

    def client(self, name: str | None = None) -> Browser:
        """A browser; with a name it is signed in as that person."""
        browser = Browser(self.app)
        if name:
            browser.sign_in(self.people[name])
        return browser
