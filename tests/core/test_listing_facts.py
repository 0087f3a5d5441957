"""`flask facts`: every fact that is recorded, and who is told of it."""

from __future__ import annotations

from flask import Flask

from oms.core.commands import known_facts
from oms.core.db import db
from oms.core.events import Event
from tests.shop import Shop


def lines(app: Flask) -> dict[str, str]:
    printed = app.test_cli_runner().invoke(args=["facts"])
    assert printed.exit_code == 0, printed.output
    return {line.split()[1]: line for line in printed.output.splitlines()}


def test_it_lists_facts_with_their_package_and_their_handlers(app: Flask) -> None:
    told = lines(app)
    assert told["FileArrived"].split() == ["channels", "FileArrived", "channels.read_arrived_file"]
    assert told["ParcelSealed"].split() == ["packing", "ParcelSealed", "-"]


def test_it_says_what_waits_until_it_can_no_longer_be_undone(app: Flask) -> None:
    assert lines(app)["OrderPlaced"].endswith("notifications.mail_confirmation (after the time to undo)")


def test_nothing_is_recorded_that_it_does_not_list(shop: Shop) -> None:
    shop.receive("LAMP", 3)
    shop.order(("LAMP", 1), ("NOPE", 1))
    with shop.inside():
        recorded = set(db.session.scalars(db.select(Event.kind)))
    assert {"OrderPlaced", "GoodsReceived", "HoldPlaced"} <= recorded
    assert recorded <= {fact.__name__ for _, fact in known_facts()}
