"""Delivered: told by hand or by the carrier's file, once, and whenever it comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from oms.core import clock
from oms.core.db import db
from oms.core.errors import Refused, WrongInput
from oms.core.events import Event
from oms.shipping.arrivals import read_arrivals
from oms.shipping.delivering import mark_delivered
from oms.shipping.tracking import set_tracking
from tests.shipping.parcels import code_of, parcel_of, send, shipment, take_back
from tests.shop import Shop

NUMBER = "1ZBR00420377106258"


@pytest.fixture
def parcel_id(shop: Shop) -> int:
    """A parcel that left."""
    found = parcel_of(shop)
    with shop.inside():
        set_tracking(found, NUMBER, by=shop.by("Ben"))
    send(shop, found)
    return found


def facts(shop: Shop) -> int:
    with shop.inside():
        return db.session.scalar(select(func.count()).where(Event.kind == "ParcelDelivered")) or 0


def test_told_by_hand(shop: Shop, parcel_id: int) -> None:
    at = clock.now() - timedelta(hours=1)
    with shop.inside():
        assert mark_delivered(parcel_id, at, by=shop.by("Ben"))

    found = shipment(shop, parcel_id)
    assert found.delivered_at == at
    assert found.delivered_told_by == f"user:{shop.people['Ben']}"


def test_told_again_nothing_changes(shop: Shop, parcel_id: int) -> None:
    first = clock.now() - timedelta(hours=1)
    with shop.inside():
        mark_delivered(parcel_id, first, by=shop.by())
        assert not mark_delivered(parcel_id, clock.now(), by=shop.by())

    assert shipment(shop, parcel_id).delivered_at == first
    assert facts(shop) == 1


def test_undo_of_the_second_telling_keeps_the_first(shop: Shop, parcel_id: int) -> None:
    first, second = shop.by(), shop.by()
    with shop.inside():
        mark_delivered(parcel_id, clock.now(), by=first)
        mark_delivered(parcel_id, clock.now(), by=second)

    take_back(shop, second)
    assert shipment(shop, parcel_id).delivered_at is not None
    take_back(shop, first)
    assert shipment(shop, parcel_id).delivered_at is None


def test_what_has_not_left_was_not_delivered(shop: Shop) -> None:
    parcel_id = parcel_of(shop)

    with shop.inside(), pytest.raises(Refused, match="has not left yet"):
        mark_delivered(parcel_id, clock.now(), by=shop.by())


def test_a_day_that_has_not_come_is_refused(shop: Shop, parcel_id: int) -> None:
    with shop.inside(), pytest.raises(WrongInput, match="has not come yet"):
        mark_delivered(parcel_id, clock.now() + timedelta(days=3), by=shop.by())


def drop(shop: Shop, content: str) -> str:
    file = BytesIO(content.encode()), "deliveries.csv"
    answer = shop.client("Ben").post("/deliveries", data={"file": file})
    assert answer.status_code == 200
    return answer.text


def test_a_carriers_file_says_what_became_of_each_row(shop: Shop, parcel_id: int) -> None:
    here = parcel_of(shop, "MUG")
    today = f"{clock.now():%Y-%m-%d}"
    page = drop(
        shop,
        f"Tracking number,Delivered\n{NUMBER},{today}\n{NUMBER},{today}\n{code_of(shop, here)},{today}\n"
        f"XX1,{today}\n{NUMBER},yesterday\n,{today}\n",
    )

    assert "1 of 6 rows delivered now" in page
    sentences = ["Delivered", "Known already", "has not left yet", "No parcel has this number"]
    sentences += ["“yesterday” is no date", "There is no tracking number"]
    places = [page.index(sentence, page.index("<tbody")) for sentence in sentences]
    assert places == sorted(places)
    assert shipment(shop, parcel_id).delivered_at is not None


def test_the_same_file_again_changes_nothing(shop: Shop, parcel_id: int) -> None:
    content = f"tracking;date\n{NUMBER};{clock.now():%Y-%m-%d}\n"
    drop(shop, content)
    assert "Known already" in drop(shop, content)
    assert facts(shop) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "needs the columns"),
        (b"name,city\nAna,Cologne\n", "needs the columns"),
        (b"\xff\xfe\x00", "no text file|not a text file"),
        (b"tracking,date\n" + b"X,2026-11-24\n" * 5001, "has 5001 rows"),
        (b"x" * 2_000_001, "too large"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(content: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_arrivals(content, UTC)


def test_a_day_without_a_zone_is_the_shops_day() -> None:
    [arrival] = read_arrivals(b"tracking,date\nX,2026-11-24\n", ZoneInfo("Europe/Berlin"))

    assert arrival.at == datetime(2026, 11, 23, 23, tzinfo=UTC)
