"""A channel that these tests play: what it was told, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from oms.channels.clients import Access, Sending
from oms.channels.kinds import all_kinds
from oms.channels.models import Connection
from oms.channels.setting_up import add_channel
from oms.channels.taking_in import take_in
from oms.channels.uploads import UploadFile
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.delivering import deliver_due, lanes_due
from oms.core.events import Delivery
from oms.core.sealing import seal
from oms.orders.drafts import LineDraft, OrderDraft
from oms.outgoing.models import Confirmation
from oms.reading.problems import UnreadableFile
from oms.shipping.tracking import set_tracking
from tests.picking.floor import scans, start
from tests.shipping.parcels import BINS, pack, send
from tests.shop import ANA, Shop

NO_NUMBER = "It has no tracking number, and the channel takes none without."


@dataclass
class FakeChannel:
    """`answers` are raised one after another instead of an answer; `before` runs as the channel is being told,
    `after` once it has understood and before it answers.
    """

    told: list[Sending] = field(default_factory=list)
    asked: list[Sending] = field(default_factory=list)
    answers: list[Exception] = field(default_factory=list)
    doubts: list[Exception] = field(default_factory=list)
    before: Callable[[], object] = lambda: None
    after: Callable[[], object] = lambda: None
    can_confirm: bool = True
    can_tell_stock: bool = False
    mails_the_buyer: bool = False
    most_levels: int = 100

    def confirm(self, sending: Sending) -> str | None:
        assert not db.session().info.get("writing"), "nobody is called inside of a transaction"
        self.before()
        if self.answers:
            raise self.answers.pop(0)
        self.told.append(sending)
        self.after()
        return f"remote-{len(self.told)}"

    def is_confirmed(self, sending: Sending) -> bool:
        self.asked.append(sending)
        if self.doubts:
            raise self.doubts.pop(0)
        return any(one.key == sending.key for one in self.told)

    def __call__(self, access: Access) -> FakeChannel:
        assert access.keys == {"token": "secret"}
        return self


@dataclass
class FakeFile:
    """A row for each parcel; what has no tracking number is left out."""

    label: str = "Shipping confirmation"
    wants_template: bool = False

    def read_template(self, content: bytes) -> Any:
        if not content.startswith(b"Order"):
            raise UnreadableFile("This is not the channel's file of parcels.")
        return {"header": content.decode().split("\t")}

    def write(self, sendings: Sequence[Sending], template: Any) -> UploadFile:
        rows = [one for one in sendings if one.tracking_number]
        header = "\t".join(template["header"]) if template else "Order\tItem\tUnits\tCarrier\tNumber"
        told = [
            f"{one.order_number}\t{line.external_id}\t{line.quantity}\t{one.carrier}\t{one.tracking_number}"
            for one in rows
            for line in one.lines
        ]
        left_out = {one.key: NO_NUMBER for one in sendings if not one.tracking_number}
        return UploadFile("shipments.txt", "\r\n".join([header, *told]).encode(), left_out)


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> FakeChannel:
    """What Shopify is for as long as a test runs; it calls DHL otherwise than we do, and has a word for the others."""
    fake = FakeChannel()
    play(monkeypatch, client=fake)
    return fake


def play(monkeypatch: pytest.MonkeyPatch, **told: Any) -> None:
    words = {"carriers": {"dhl": "DHL Express"}, "other_carrier": "Other", "takes_bare_tracking": False}
    kind = replace(all_kinds()["shopify"], **(words | told))
    monkeypatch.setitem(all_kinds(), "shopify", kind)


def account(shop: Shop, *, connected: bool = True, **told: Any) -> int:
    """An account of it; its id."""
    with shop.inside():
        channel_id: int = add_channel("shopify", "Nordlicht", shop.site, by=shop.by())
        if connected:
            connect(channel_id, **told)
    return channel_id


def connect(channel_id: int, **told: Any) -> None:
    values = {"base_url": "https://shop.example", "sealed_keys": seal({"token": "secret"})}
    with transaction() as session:
        session.add(Connection(channel_id=channel_id, since=clock.now(), **(values | told)))


def sold(shop: Shop, channel_id: int, *lines: tuple[str, int], number: str = "#1001") -> int:
    """An order of the channel, whose lines it calls L1, L2 and so on, picked; its id."""
    told = tuple(LineDraft(f"L{n}", sku, sku, quantity) for n, (sku, quantity) in enumerate(lines, 1))
    placed = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    draft = OrderDraft(f"gid-{number}", number, placed, told, buyer=ANA, ship_to=ANA, paid=True)
    with shop.inside():
        _, order_id = take_in(channel_id, draft, by=shop.by())
    return order_id


def stocked(shop: Shop, *skus: str) -> None:
    for sku in skus:
        shop.receive(sku, 20, BINS[sku])


def picked(shop: Shop, order_id: int, *skus: str) -> int:
    run_id = start(shop, order_id)
    for sku in dict.fromkeys(skus):
        scans(shop, run_id, BINS[sku], *[sku] * skus.count(sku))
    return order_id


def sent(
    shop: Shop,
    channel_id: int,
    *skus: str,
    number: str = "#1001",
    carrier: str = "DHL",
    tracking: str = "",
) -> int:
    """An order with one of each of these, all of it sent in one parcel; the parcel's id."""
    stocked(shop, *dict.fromkeys(skus))
    lines = [(sku, skus.count(sku)) for sku in dict.fromkeys(skus)]
    order_id = picked(shop, sold(shop, channel_id, *lines, number=number), *skus)
    parcel_id = pack(shop, order_id, *skus)
    if tracking:
        with shop.inside():
            set_tracking(parcel_id, tracking, by=shop.by())
    send(shop, parcel_id, carrier=carrier)
    return parcel_id


def work(shop: Shop, **after: float) -> None:
    """The worker delivers all that is due after so long, without `after` once the time to undo is over."""
    with shop.inside(), clock.travel(clock.now() + timedelta(**(after or {"minutes": 6}))):
        _deliver_all()


def _deliver_all() -> None:
    while deliver_due() or any(deliver_due(100, lane) for lane in lanes_due()):
        db.session.remove()


def confirmations(shop: Shop) -> list[Confirmation]:
    with shop.inside():
        found = list(db.session.scalars(select(Confirmation).order_by(Confirmation.id)))
        db.session.expunge_all()
    return found


def confirmation(shop: Shop) -> Confirmation:
    [one] = confirmations(shop)
    return one


def lines_of(sending: Sending) -> list[tuple[str, int]]:
    return [(line.external_id, line.quantity) for line in sending.lines]


def deliveries(shop: Shop) -> list[Delivery]:
    """Those that carry the word to a channel."""
    query = select(Delivery).where(Delivery.lane != "").order_by(Delivery.id)
    with shop.inside():
        found = list(db.session.scalars(query))
        db.session.expunge_all()
    return found
