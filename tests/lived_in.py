"""A shop in which everything has happened once, for tests that look at every page. Whoever wrote its
words may have been hostile: `words` stands wherever a stranger can write.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from oms.channels.importing import keep_file, run_import, stage_file, start_import
from oms.channels.listings import map_listing
from oms.channels.setting_up import add_channel
from oms.channels.taking_in import keep_told
from oms.channels.telling import as_told
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.delivering import deliver_due
from oms.desk.saved_views import save_view
from oms.inventory.keeping import adjust_stock
from oms.orders.cancelling import cancel_order
from oms.orders.drafts import ContactDraft
from oms.orders.editing import add_note
from oms.orders.holding import place_hold
from oms.orders.models import Hold, OrderLine
from oms.orders.placing import Part
from oms.orders.progress import parts_of
from oms.packing.filling import open_parcel, put_in_parcel
from oms.packing.sealing import seal_parcel
from oms.picking.models import PickTask
from oms.picking.running import start_run
from oms.picking.scanning import scan
from oms.picking.shorting import report_short
from oms.shipping.delivering import mark_delivered
from oms.shipping.handing_over import add_to_manifest, hand_over, open_manifest
from oms.shipping.tracking import set_tracking
from tests.catalog.bringing import files_of
from tests.channels.files import shopify
from tests.outgoing.market import something_on_offer
from tests.shop import SKUS, Shop
from tests.visitors import NOBODY, strange

STREET = "Große Straße 5"


class LivedIn:
    """The ids of real things, by the names that addresses give them."""

    def __init__(self, shop: Shop, words: str = "gift") -> None:
        self.shop, self.words = shop, words
        self.ids: dict[str, int] = {"user_id": shop.people["Ben"], "sku_id": shop.skus["LAMP"]}
        self.ids |= {"place_id": shop.bins["A-01-1"], "site_id": shop.site, "product_id": 1, "barcode_id": 1}
        self._stock()
        self._orders()
        self._channel()
        self.ids["file_id"] = files_of(shop, words)
        self._messages()

    @classmethod
    def again(cls, shop: Shop, ids: dict[str, int]) -> LivedIn:
        """The one with these ids, on a copy of its database."""
        lived = cls.__new__(cls)
        lived.shop, lived.words, lived.ids = shop, "gift", dict(ids)
        return lived

    def __call__(self, name: str) -> object:
        return self.ids.get(name, 1 if strange(name) == NOBODY else "nothing")

    def _stock(self) -> None:
        for sku, bin_ in zip(SKUS, ("A-01-1", "A-02-1", "A-10-1", "A-10-1"), strict=True):
            self.shop.receive(sku, 30, bin_)
        with self.shop.inside():
            place = self.shop.bins["A-02-1"]
            adjust_stock(self.shop.skus["MUG"], place, -1, "damaged", note=self.words, by=self.shop.by())

    def _orders(self) -> None:
        self.ids["order_id"] = self._order(("LAMP", 2), ("MUG", 1))
        self._order(("LAMP", 1), paid=False)
        self._order(("LAMP", 1), ship_to=self._contact("Große Straße"))
        self._order(("SOCK-GRN-39", 400))
        self._order((self.words, 1), ("LAMP", 1))
        self._held(self._order(("LAMP", 1)))
        self._picking(self._order(("LAMP", 2), ("MUG", 2)))
        self._short_and_cancelled(self._order(("MUG", 3)))
        self._packing(self._picked(self._order(("LAMP", 2))))
        self.ids["sent_id"] = self._order(("MUG", 2))
        self._sent(self._picked(self.ids["sent_id"]))
        self._waiting(self._picked(self._order(("LAMP", 1))))

    def _order(self, *lines: tuple[str, int], **changes: object) -> int:
        told = {"ship_to": self._contact(STREET), "buyer": self._contact(STREET)}
        told |= {"note": self.words, "service": self.words, "total_minor": 4290}
        return self.shop.order(*lines, **(told | changes))

    def _contact(self, street: str) -> ContactDraft:
        place = {"line1": street, "city": "Köln", "postcode": "50667", "country": "DE"}
        return ContactDraft(name=self.words, company=self.words, email="ana@example.org", **place)

    def _held(self, order_id: int) -> None:
        with self.shop.inside():
            self.ids["hold_id"] = place_hold(order_id, "customer", self.words, by=self.shop.by())
            add_note(order_id, self.words, by=self.shop.by())

    def _picking(self, order_id: int) -> None:
        with self.shop.inside():
            self.ids["run_id"] = start_run(order_id, by=self.shop.by())
            self.ids["task_id"] = db.session.scalar(select(func.max(PickTask.id))) or 0

    def _short_and_cancelled(self, order_id: int) -> None:
        with self.shop.inside():
            run_id = start_run(order_id, by=self.shop.by())
            scan(run_id, "A-02-1", by=self.shop.by())
            scan(run_id, "MUG", by=self.shop.by())
            task_id = db.session.scalar(select(func.max(PickTask.id))) or 0
            report_short(task_id, 0, by=self.shop.by())
            self.ids["demand_id"] = parts_of(order_id)[0].demand_id
            cancel_order(order_id, self.words, by=self.shop.by())
        self.shop.receive("MUG", 30, "A-02-1")

    def _picked(self, order_id: int) -> int:
        with self.shop.inside():
            run_id = start_run(order_id, by=self.shop.by())
            for task in db.session.scalars(select(PickTask).where(PickTask.run_id == run_id)).all():
                scan(
                    run_id,
                    next(code for code, place in self.shop.bins.items() if place == task.place_id),
                    by=self.shop.by(),
                )
                for _ in range(task.quantity):
                    scan(run_id, self._code(task.sku_id), by=self.shop.by())
        return order_id

    def _code(self, sku_id: int) -> str:
        return next(code for code, one in self.shop.skus.items() if one == sku_id)

    def _packing(self, order_id: int) -> None:
        with self.shop.inside():
            put_in_parcel(open_parcel(order_id, by=self.shop.by()), "LAMP", by=self.shop.by())

    def _packed(self, order_id: int, sku: str) -> int:
        with self.shop.inside():
            parcel_id = open_parcel(order_id, by=self.shop.by())
            for part in parts_of(order_id):
                for _ in range(part.demand.picked):
                    put_in_parcel(parcel_id, SKUS[sku][2] or sku, by=self.shop.by())
            seal_parcel(parcel_id, None, 900, by=self.shop.by())
            set_tracking(parcel_id, "1Z5R89390357567127", by=self.shop.by())
            return parcel_id

    def _on_list(self, parcel_id: int, carrier: str) -> int:
        with self.shop.inside():
            manifest_id = open_manifest(self.shop.site, carrier, by=self.shop.by())
            add_to_manifest(manifest_id, f"P{parcel_id:07d}", by=self.shop.by())
            return manifest_id

    def _sent(self, order_id: int) -> None:
        parcel_id = self._packed(order_id, "MUG")
        manifest_id = self._on_list(parcel_id, self.words[:60])
        with self.shop.inside():
            hand_over(manifest_id, by=self.shop.by())
            mark_delivered(parcel_id, datetime.now(UTC), by=self.shop.by())

    def _waiting(self, order_id: int) -> None:
        self.ids["parcel_id"] = self._packed(order_id, "LAMP")
        self.ids["manifest_id"] = self._on_list(self.ids["parcel_id"], "An Post")

    def _channel(self) -> None:
        with self.shop.inside():
            self.ids["channel_id"] = add_channel(
                "shopify", self.words[:60], self.shop.site, by=self.shop.by()
            )
            self.ids["view_id"] = save_view(self.words, "show=late", by=self.shop.by())
            rows = {
                "Name": f"#{self.words}",
                "Id": "77",
                "Lineitem quantity": "1",
                "Lineitem name": self.words,
            }
            rows |= {"Created at": "2026-11-20 10:00:00 +0100", "Lineitem price": "4.00", "Currency": "EUR"}
            rows |= {"Lineitem sku": self.words, "Shipping Name": self.words, "Notes": self.words}
            content = shopify(rows)
            self.ids["import_id"] = keep_file(self.words, content, self.ids["channel_id"], by=self.shop.by())
            stage_file(self.ids["import_id"], by=self.shop.by())
            start_import(self.ids["import_id"], by=self.shop.by())
            run_import(self.ids["import_id"])
            self.ids["line_id"] = self._unknown_line()
            two = (Part(self.shop.skus["LAMP"], 2),)
            map_listing(self.ids["channel_id"], f"{self.words} by two", two, by=self.shop.by())
            self.ids["offer_id"] = something_on_offer(self.shop, self.ids["channel_id"], self.words)
            with transaction():
                sent_id, told = self.ids.pop("sent_id"), as_told(self.shop.draft(("MUG", 2)))
                keep_told(sent_id, self.ids["channel_id"], told["external_id"], told, clock.now())

    def _unknown_line(self) -> int:
        query = select(OrderLine.id).join(Hold, Hold.line_id == OrderLine.id).order_by(OrderLine.id)
        return db.session.scalars(query).first() or 0

    def _messages(self) -> None:
        with self.shop.inside(), clock.travel(clock.now() + timedelta(hours=1)):
            deliver_due(limit=200)
