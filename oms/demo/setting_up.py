"""The demo shop on its first day: rooms, people, boxes, and goods in their bins."""

from __future__ import annotations

from sqlalchemy import select

from oms.accounts.people import add_person
from oms.catalog.models import Sku
from oms.catalog.pictures import encode
from oms.catalog.picturing import set_picture
from oms.catalog.service import SkuDraft, add_product, add_sku
from oms.channels.setting_up import add_channel
from oms.core.db import db
from oms.demo.cast import BOXES, CUT_OFF, GOODS, PICKERS, WORKING_DAYS, ZONE, Demo, by
from oms.demo.pictures import drawn
from oms.floorplan.laying_out import shelving
from oms.floorplan.models import Place
from oms.floorplan.service import add_bins, add_site
from oms.inventory.keeping import receive_goods
from oms.packing.boxes import add_box
from oms.shop.service import ShopDraft, change_shop

SHOP = ShopDraft(
    name="Nordlicht",
    zone=ZONE,
    currency="EUR",
    locale="en_IE",
    country="IE",
    cut_off=CUT_OFF,
    working_days=WORKING_DAYS,
    line1="12 Mill Yard",
    postcode="H91 AB12",
    city="Galway",
    email="hello@nordlicht.example",
    thanks="Thank you for your order.",
    returns="Not right? Send it back within 30 days.",
)
AISLES, BAYS, LEVELS = list("ABCD"), range(1, 11), 4


def set_up(demo: Demo) -> None:
    change_shop(0, SHOP, by=by())
    demo.site = add_site("Mill Yard", by=by())
    demo.pickers += [
        add_person(name, f"{name}@nordlicht.example".lower(), "picker", by=by()) for name in PICKERS
    ]
    demo.boxes += [add_box(box, by=by()) for box in BOXES]
    for kind, account in (("shopify", "nordlicht"), ("amazon", "Nordlicht EU")):
        demo.channels.append(add_channel(kind, account, demo.site, by=by()))
    add_bins(demo.site, list(shelving(AISLES, BAYS, LEVELS)), by=by())
    bins = select(Place.code, Place.id).where(Place.kind == "bin")
    demo.bins |= {code: place_id for code, place_id in db.session.execute(bins)}
    _fill(demo)


def _fill(demo: Demo) -> None:
    products: dict[str, int] = {}
    for name, variant, code, barcode, grams, _price, bin_, quantity, colour in GOODS:
        draft = SkuDraft(code, variant, barcode is not None, grams)
        if name in products:
            add_sku(products[name], draft, barcode=barcode or "", by=by())
        else:
            products[name] = add_product(name, draft, barcode=barcode or "", by=by())
        sku_id = db.session.scalars(select(Sku.id).where(Sku.code == code)).one()
        demo.skus[code] = sku_id
        picture = encode(drawn(name, colour))
        set_picture(sku_id, picture.content, picture.media_type, by=by())
        receive_goods(sku_id, quantity, demo.bins[bin_], note="Opening stock", by=by())
