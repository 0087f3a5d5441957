"""A shop of django-oscar that places orders when it is told to. Runs in a Python of its own (peer.py).

For each number on its standard input it places so many orders, and answers: how many that were a second, how many if
only `OrderCreator` counts and not the basket that it takes the lines from, and the CPU milliseconds of one.
"""

from __future__ import annotations

import sys
import time
from decimal import Decimal
from typing import Any

import django
from django.conf import settings
from django.db import transaction
from oscar import defaults

DJANGO = ["admin", "auth", "contenttypes", "sessions", "messages", "sites", "flatpages"]
OSCAR = [
    "analytics",
    "checkout",
    "address",
    "shipping",
    "catalogue",
    "communication",
    "partner",
    "basket",
    "payment",
    "offer",
    "order",
    "customer",
    "search",
    "voucher",
    "wishlists",
]
DASHBOARD = [
    "reports",
    "users",
    "orders",
    "catalogue",
    "offers",
    "partners",
    "pages",
    "ranges",
    "reviews",
    "vouchers",
    "communications",
    "shipping",
]
APPS = [
    *(f"django.contrib.{name}" for name in DJANGO),
    "oscar.config.Shop",
    *(f"oscar.apps.{name}.apps.{name.capitalize()}Config" for name in OSCAR),
    "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
    "oscar.apps.dashboard.apps.DashboardConfig",
    *(f"oscar.apps.dashboard.{name}.apps.{name.capitalize()}DashboardConfig" for name in DASHBOARD),
    *("haystack", "treebeard", "django_tables2", "widget_tweaks"),
]
DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
GOODS = 3


class NoMigrations:
    """Tables are made as they are now."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def open_shop(file: str) -> None:
    database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": DURABLE},
    }
    own = {name: value for name, value in vars(defaults).items() if name.isupper()}
    settings.configure(
        **own,
        DATABASES={"default": database},
        INSTALLED_APPS=APPS,
        SECRET_KEY="x" * 50,
        SITE_ID=1,
        USE_TZ=True,
        MIGRATION_MODULES=NoMigrations(),
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)


def stock_shop() -> list[Any]:
    from oscar.core.loading import get_model

    kind = get_model("catalogue", "ProductClass").objects.create(name="Goods", track_stock=True)
    partner = get_model("partner", "Partner").objects.create(name="Shop")
    goods = []
    for number in range(GOODS):
        product = get_model("catalogue", "Product").objects.create(title=f"Item {number}", product_class=kind)
        get_model("partner", "StockRecord").objects.create(
            partner=partner,
            product=product,
            partner_sku=f"SKU-{number}",
            price=Decimal("19.90"),
            num_in_stock=900_000,
        )
        goods.append(product)
    return goods


def fill_basket(goods: list[Any]) -> Any:
    from oscar.core.loading import get_class, get_model

    with transaction.atomic():
        basket = get_model("basket", "Basket").objects.create()
        basket.strategy = get_class("partner.strategy", "Selector")().strategy()
        for product in goods:
            basket.add_product(product)
    return basket


def place(basket: Any) -> None:
    from oscar.core.loading import get_class, get_model

    method = get_class("shipping.methods", "Free")()
    charge = method.calculate(basket)
    total = get_class("checkout.calculators", "OrderTotalCalculator")().calculate(basket, charge)
    country, _ = get_model("address", "Country").objects.get_or_create(
        iso_3166_1_a2="DE", defaults={"name": "Germany"}
    )
    address = get_model("order", "ShippingAddress")(
        first_name="Ana",
        last_name="Pereira",
        line1="Große Straße 5",
        line4="Köln",
        postcode="50667",
        country=country,
    )
    with transaction.atomic():
        address.save()
        get_class("order.utils", "OrderCreator")().place_order(
            basket, total, method, charge, shipping_address=address, status="Pending"
        )
        basket.submit()


def main(file: str) -> None:
    open_shop(file)
    goods = stock_shop()
    for line in sys.stdin:
        orders, placing = int(line), 0.0
        began, worked = time.perf_counter(), time.process_time()
        for _ in range(orders):
            basket = fill_basket(goods)
            filled = time.perf_counter()
            place(basket)
            placing += time.perf_counter() - filled
        spent, worked = time.perf_counter() - began, time.process_time() - worked
        print(orders / spent, orders / placing, 1000 * worked / orders, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
