"""Cutting the power: the shop works on a recorded disk, and is opened again as it may be found afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy import event, text

from oms import create_app
from oms.channels.setting_up import add_channel
from oms.core import sqlite
from oms.core.db import Base, db
from oms.core.ddl import recreate
from oms.core.errors import Refused
from oms.core.operations import By
from oms.inventory.proving import prove_stock
from tests.faults import going_on, keeping, selling, sending, walking  # noqa: F401 — each brings its acts
from tests.faults.acts import ACTS, BY_WEIGHT, Dice
from tests.faults.driver import driver_on
from tests.faults.picture import take_picture
from tests.faults.promises import broken
from tests.faults.recording import Acknowledged, Entry, Recorder, after_power_cut, recording
from tests.shop import SKUS, Shop, settings

FILE = "shop.db"
SOON = 100  # pages until a checkpoint, so that cuts fall into some of them


@dataclass(frozen=True)
class Found:
    """After one cut: how many operations had been answered, which of them are gone, and what does not hold."""

    answered: int
    lost: int
    broken: list[str]


@contextmanager
def recorded_shop(
    folder: Path, synchronous: str = "FULL", checkpoint: int = SOON
) -> Iterator[tuple[Shop, Recorder]]:
    """The shop of the tests on a recorded disk, with some stock, before anybody was answered anything."""
    folder.mkdir(parents=True)
    with recording(f"disk-{folder.name}-{id(folder)}") as recorder:
        module = driver_on(f"disk-{folder.name}-{id(folder)}")
        with patch.object(sqlite, "MODULE", module):
            app = create_app(settings(f"sqlite:///{folder / FILE}", folder))
        with app.app_context():
            event.listen(db.engine, "connect", lambda c, _: _tune(c, synchronous, checkpoint))
            with db.engine.begin() as made:
                Base.metadata.create_all(made)
                recreate(made)
        shop = Shop.open(app)
        with shop.inside():
            add_channel("shopify", "", shop.site, by=By("test"))
        for sku in SKUS:
            shop.receive(sku, 12)
        yield shop, recorder
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _tune(connection: Any, synchronous: str, checkpoint: int) -> None:
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute(f"PRAGMA wal_autocheckpoint={checkpoint}")


def work(shop: Shop, recorder: Recorder, acts: int, chance: Random) -> None:
    """So many acts of people, each acknowledged once its verb has returned."""
    for _ in range(acts):
        with shop.inside():
            call = ACTS[chance.choice(BY_WEIGHT)](shop, Dice(chance))
            if call is None:
                continue
            by = By(call.actor) if call.actor else shop.by("Ada")
            try:
                call.make(by)
            except Refused:
                continue
            recorder.note(Acknowledged(by.operation_id))


def cut_power(journal: list[Entry], folder: Path, rounds: int, chance: Random) -> Iterator[Found]:
    """The same work, cut off at so many points, each time looked at with the shop's own SQLite."""
    folder.mkdir(parents=True)
    app = create_app(settings(f"sqlite:///{folder / FILE}", folder))
    first = next(number for number, entry in enumerate(journal) if isinstance(entry, Acknowledged))
    for _ in range(rounds):
        before = journal[: chance.randrange(first, len(journal))]
        for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
            (folder / name).unlink(missing_ok=True)
        for name, content in after_power_cut({}, before, chance).items():
            (folder / name).write_bytes(content)
        yield _look(app, {entry.operation_id for entry in before if isinstance(entry, Acknowledged)})


def _look(app: Flask, answered: set[str]) -> Found:
    with app.app_context():
        whole = db.session.execute(text("PRAGMA integrity_check")).scalar()
        picture = take_picture()
        found = broken(picture) + [str(mismatch) for mismatch in prove_stock().mismatches]
        db.session.remove()
        db.engine.dispose()
    lost = answered - {row["id"] for row in picture["operation"]}
    return Found(len(answered), len(lost), found + ([] if whole == "ok" else [str(whole)]))


def fail_everywhere(
    shop: Shop, recorder: Recorder, act: Callable[[], Any], refusal: type[Exception]
) -> list[str]:
    """Let the first write or sync of an act fail, then the second, and so on until none does; what was left
    half done. In the end the act is done.
    """
    left: list[str] = []
    for number in range(10_000):
        with shop.inside():
            before = take_picture()
        recorder.fails_in = number
        try:
            with shop.inside():
                act()
        except refusal:
            recorder.fails_in = None
            with shop.inside():
                if take_picture() != before:
                    left.append(f"write {number} failed, and something changed")
        else:
            recorder.fails_in = None
            return left
    raise AssertionError("it never stops writing")
