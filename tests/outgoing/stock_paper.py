"""A channel that is told by files how many are left, and its own file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from oms.channels.models import Channel
from oms.channels.uploads import StockRow, UploadFile
from oms.core.db import db
from oms.outgoing.files import content_of
from oms.outgoing.models import OutgoingFile
from oms.outgoing.offers import take_stock_file
from oms.outgoing.stock_files import make_stock_file, promised_units
from oms.reading.content import Content
from oms.reading.problems import UnreadableFile
from tests.outgoing.playing import play
from tests.shop import Shop


@dataclass
class StockFile:
    """One name a line, with what was on offer of it; what begins with a bang it does not take."""

    label: str = "Stock file"
    wants_template: bool = True
    rows: list[StockRow] = field(default_factory=list)

    def read_template(self, content: bytes) -> Any:
        if not content.startswith(b"NAME"):
            raise UnreadableFile("This is not the channel's file of stock.")
        told = [line.split() for line in content.decode().splitlines()[1:]]
        return {"offers": [told_of(name, int(count)) for name, count in told]}

    def write(self, rows: Sequence[StockRow], template: Any) -> UploadFile:
        assert template or not self.wants_template
        self.rows = list(rows)
        into = [row for row in rows if not row.name.startswith("!")]
        content = "".join(f"{row.name} {row.available} {row.promised}\n" for row in into)
        left_out = {row.name: "It has a bang." for row in rows if row not in into}
        return UploadFile("stock.txt", content.encode(), left_out)


def told_of(name: str, count: int) -> dict[str, Any]:
    return {"key": name, "name": name, "title": "", "quantity": count, "remote": {"id": name}}


@pytest.fixture
def stock_upload(monkeypatch: pytest.MonkeyPatch) -> StockFile:
    """The account is told by files."""
    fake = StockFile()
    play(monkeypatch, client=None, stock_upload=fake)
    return fake


def give(shop: Shop, channel_id: int, **told: int) -> int:
    """The channel's own file, with these on offer."""
    content = "NAME COUNT\n" + "".join(f"{name} {count}\n" for name, count in told.items())
    with shop.inside():
        return take_stock_file(channel_id, "stock.txt", Content(content.encode()), by=shop.by())


def make(shop: Shop, channel_id: int) -> OutgoingFile:
    with shop.inside():
        file_id = make_stock_file(channel_id, by=shop.by("Mo"))
        file = db.session.get_one(OutgoingFile, file_id)
        db.session.expunge(file)
    return file


def lines(shop: Shop, file: OutgoingFile) -> list[str]:
    with shop.inside():
        return content_of(file.id)[1].decode().splitlines()


def promised(shop: Shop, channel_id: int) -> dict[str, int]:
    with shop.inside():
        return promised_units(db.session.get_one(Channel, channel_id))
