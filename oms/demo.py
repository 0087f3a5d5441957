"""A small shop with a past, told through the services: what a new installation shows before it is one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import click
from flask.cli import with_appcontext
from sqlalchemy import select, update

from oms.catalog.models import Barcode, Product, Sku
from oms.channels.models import Channel
from oms.channels.setting_up import add_channel
from oms.channels.taking_in import take_in
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.events import Delivery
from oms.core.operations import By
from oms.floorplan.finding import need_place
from oms.floorplan.laying_out import shelving
from oms.floorplan.models import Site
from oms.floorplan.service import add_bins, add_site
from oms.inventory.keeping import receive_goods
from oms.orders.cancelling import cancel_order
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft
from oms.orders.models import Order
from oms.orders.progress import parts_of
from oms.packing.filling import open_parcel, put_in_parcel
from oms.packing.models import Packaging, Parcel
from oms.packing.sealing import seal_parcel
from oms.picking.models import PickTask, Run
from oms.picking.running import lock_run, start_run
from oms.picking.scanning import pick_count, scan
from oms.shipping.handing_over import add_to_manifest, hand_over, open_manifest
from oms.shop.models import Shop

GOODS = (
    # product, variant, SKU, barcode, grams, price, bin, how many
    ("Merino Socks", "Green · 39–42", "SOCK-GRN-39", "4006381333931", 80, 925, "B-04-2", 24),
    ("Merino Socks", "Green · 43–46", "SOCK-GRN-43", "4006381333948", 90, 925, "B-04-3", 18),
    ("Merino Socks", "Rust · 39–42", "SOCK-RST-39", "4006381333955", 80, 925, "B-05-2", 9),
    ("Wool Beanie", "Rust · one size", "000451", "5012345678900", 110, 2550, "A-01-1", 14),
    ("Stoneware Mug", "Blue · 0.3 l", "MUG-BLU", "5012345678917", 340, 1490, "A-02-2", 30),
    ("Stoneware Mug", "Sand · 0.3 l", "MUG-SND", "5012345678924", 340, 1490, "A-10-1", 3),
    ("Tenugui", "Waves · 90 × 34 cm", "TEN-WAV", "4901234567894", 40, 1200, "D-01-4", 40),
    ("Brass Desk Lamp", "Brass · EU plug", "LAMP-EU", "4006381333962", 1450, 8900, "D-02-2", 6),
    ("Beeswax Candle", "20 cm", "CAN-20", "4006381333979", 160, 650, "C-03-1", 60),
    ("Olive Soap", "100 g", "SOAP-OLV", "4006381333986", 105, 480, "C-03-2", 45),
    ("Garden Twine", "50 m", "TWINE-50", None, 200, 390, "C-06-1", 25),
    ("Oak Firewood Box", "5 kg", "WOOD-5", "4006381333993", 5000, 1990, "D-08-1", 8),
)
PEOPLE = (
    ("Zoë Müller", "Große Straße 5", "50667", "Köln", "DE"),
    ("Jürgen Groß", "Am Markt 12", "90403", "Nürnberg", "DE"),
    ("Café Zürich", "Bahnhofstrasse 1", "8001", "Zürich", "CH"),
    ("Marta Silva", "Rua das Flores 28", "4050-262", "Porto", "PT"),
    ("田中 由紀", "神宮前 1-2-3", "150-0001", "東京都渋谷区", "JP"),
    ("Aoife Byrne", "14 Quay Street", "H91 YW8K", "Galway", "IE"),
    ("Lena Hoff", "Mariahilfer Straße 77", "1060", "Wien", "AT"),
    ("Tom Reed", "9 Mill Lane", "T12 X2YP", "Cork", "IE"),
)


def by() -> By:
    return By("demo")


def open_demo_shop() -> bool:
    """Fill an empty database; True where that was done."""
    if db.session.scalar(select(Site.id)) is not None:
        return False
    site_id = _place()
    _goods()
    _orders(site_id)
    _tell_nobody()
    return True


def _tell_nobody() -> None:
    """The customers of the demo do not exist, so nothing is sent to them."""
    with transaction() as session:
        session.execute(update(Delivery).where(Delivery.done_at.is_(None)).values(withdrawn_at=clock.now()))


def _place() -> int:
    with transaction() as session:
        if session.get(Shop, 1) is None:
            address = {"line1": "12 Mill Yard", "city": "Galway", "postcode": "H91 AB12", "country": "IE"}
            session.add(
                Shop(id=1, name="Nordlicht", email="hello@nordlicht.example", cut_off=time(16, 30), **address)
            )
        session.add_all(
            [
                Packaging(
                    name="Mailer small", kind="mailer", length_mm=250, width_mm=180, height_mm=30, tare_g=20
                ),
                Packaging(name="Box S", kind="box", length_mm=220, width_mm=160, height_mm=120, tare_g=110),
                Packaging(name="Box M", kind="box", length_mm=340, width_mm=250, height_mm=180, tare_g=260),
            ]
        )
    site_id = add_site("Mill Yard", by=by())
    add_bins(site_id, list(shelving(list("ABCD"), range(1, 13), 4)), by=by())
    return site_id


def _goods() -> None:
    products: dict[str, int] = {}
    for name, variant, code, barcode, grams, _price, bin_code, quantity in GOODS:
        with transaction() as session:
            if name not in products:
                product = Product(name=name)
                session.add(product)
                session.flush()
                products[name] = product.id
            words = f"{name} {variant} {code} {barcode or ''}".casefold()
            sku = Sku(
                product_id=products[name],
                code=code,
                variant=variant,
                weight_g=grams,
                scannable=barcode is not None,
                search=words,
            )
            session.add(sku)
            session.flush()
            if barcode:
                session.add(Barcode(code=barcode, sku_id=sku.id))
            sku_id = sku.id
        receive_goods(sku_id, quantity, need_place(bin_code).id, by=by())


def _orders(site_id: int) -> None:
    shopify = add_channel("shopify", "nordlicht", site_id, by=by())
    amazon = add_channel("amazon", "Nordlicht EU", site_id, by=by())
    now = clock.now()
    placed = [
        _take_in(shopify if number % 3 else amazon, number, now - timedelta(hours=30 - number))
        for number in range(18)
    ]
    for order_id in placed[:3]:
        _pick(order_id)
        _pack(order_id)
    _ship(site_id, placed[0])
    _pick(placed[3])
    start_run(placed[4], by=by())
    cancel_order(placed[5], "The customer changed their mind", by=by())


def _take_in(channel_id: int, number: int, at: datetime) -> int:
    kind = db.session.get_one(Channel, channel_id).kind
    goods = [GOODS[(number * 5 + step * 3) % len(GOODS)] for step in range(1 + number % 3)]
    lines = tuple(
        LineDraft(str(i), sku, f"{name} {variant}", 1 + (number + i) % 2, unit_price_minor=price)
        for i, (name, variant, sku, _, _, price, _, _) in enumerate(goods, 1)
    )
    lines = tuple(
        replace(line, line_total_minor=(line.unit_price_minor or 0) * line.quantity) for line in lines
    )
    if number == 7:  # noqa: PLR2004 — one order with an item that nobody knows
        lines += (
            LineDraft("9", "GIFT-WRAP", "Gift wrap, “blue”", 1, unit_price_minor=300, line_total_minor=300),
        )
    total = sum(line.line_total_minor or 0 for line in lines)
    draft = OrderDraft(
        external_id=f"demo-{number}",
        number=f"#{2041 + number}" if kind == "shopify" else f"303-{1111111 + number}-{2222222 + number}",
        placed_at=at,
        lines=lines,
        ship_to=_person(number),
        buyer=_person(number),
        paid=number != 9,  # noqa: PLR2004 — one customer has not paid
        paid_at=at if number != 9 else None,  # noqa: PLR2004
        currency="EUR",
        total_minor=total,
        prices_include_tax=True,
        service="Standard" if number % 4 else "Express",
        note="Bitte klingeln bei „Müller“, zweiter Stock, danke" if number == 8 else None,  # noqa: PLR2004
    )
    return take_in(channel_id, draft, by=by())[1]


def _person(number: int) -> ContactDraft:
    name, street, postcode, city, country = PEOPLE[number % len(PEOPLE)]
    if number == 11:  # noqa: PLR2004 — one address lacks its house number
        street = "Mariahilfer Straße"
    email = f"customer{number}@example.org"
    return ContactDraft(name=name, line1=street, postcode=postcode, city=city, country=country, email=email)


def _pick(order_id: int) -> None:
    if db.session.get_one(Order, order_id).headline != "ready":
        return
    run_id = start_run(order_id, by=by())
    while (step := _next_step(run_id)) is not None:
        task_id, place, scannable, code, at_bin, left = step
        if not at_bin:
            scan(run_id, place, by=by())
        elif scannable:
            scan(run_id, code, by=by())
        else:
            pick_count(task_id, left, by=by())


def _next_step(run_id: int) -> tuple[int, str, bool, str, bool, int] | None:
    with transaction():
        run: Run = lock_run(run_id)
        task: PickTask | None = next((task for task in run.tasks if task.to_pick), None)
        if task is None:
            return None
        sku = db.session.get_one(Sku, task.sku_id)
        at_bin = run.at_place_id == task.place_id
        return task.id, task.place.code, sku.scannable, sku.code, at_bin, task.to_pick


def _pack(order_id: int) -> None:
    order = db.session.get_one(Order, order_id)
    if order.headline != "to_pack":
        return
    parcel_id = open_parcel(order_id, by=by())
    for code, quantity in _to_pack(order_id):
        put_in_parcel(parcel_id, code, quantity=quantity, by=by())
    seal_parcel(parcel_id, None, 650, by=by())


def _to_pack(order_id: int) -> list[tuple[str, int]]:
    return [(part.sku.code, part.demand.picked) for part in parts_of(order_id) if part.demand.picked]


def _ship(site_id: int, order_id: int) -> None:
    code = db.session.scalar(select(Parcel.code).where(Parcel.order_id == order_id))
    if code is None:
        return
    manifest_id = open_manifest(site_id, "An Post", by=by())
    add_to_manifest(manifest_id, code, by=by())
    hand_over(manifest_id, by=by())


@click.command("demo")
@with_appcontext
def cli() -> None:
    """Fill an empty database with a small shop."""
    click.echo(
        "A demo shop is open." if open_demo_shop() else "There is a shop already; nothing was changed."
    )
