"""The owner says who the shop is, what it promises and how it prints; what makes no sense is refused."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from oms.core.db import transaction
from oms.core.errors import Refused, Stale, WrongInput
from oms.core.events import Event
from oms.shop.models import Shop as ShopRow
from tests.shop import Shop
from tests.shop_settings.settings import change, kept, undo


def test_what_the_owner_says_is_kept(shop: Shop) -> None:
    change(shop, name=" North Light ", cut_off=time(11, 15), working_days=(6, 1, 1), scan_each=False)

    row = kept(shop)
    assert (row.name, row.cut_off, row.working_days, row.scan_each) == (
        "North Light",
        time(11, 15),
        [1, 6],
        False,
    )
    assert row.version == 2


def test_a_new_installation_has_no_shop_until_somebody_says_what_it_is(app: Flask, shop: Shop) -> None:
    with app.app_context(), transaction() as session:
        session.execute(delete(ShopRow))
    assert kept(shop).name == "Backroom"

    by = change(shop, version=0, name="First")

    assert (kept(shop).name, kept(shop).version) == ("First", 1)
    undo(shop, by)
    assert kept(shop).name == "Backroom"


def test_the_fact_names_the_settings_and_not_what_is_in_them(shop: Shop) -> None:
    change(shop, email="secret@example.org", locale="en_IE", cut_off=time(14))

    with shop.inside() as session:
        fact = session.scalar(select(Event).where(Event.kind == "ShopChanged"))
    assert (fact.about, fact.facts) == ("shop", {"names": ["email", "thanks"]})


def test_a_change_can_be_undone(shop: Shop) -> None:
    by = change(shop, name="Other", cut_off=time(9), working_days=(7,), paper="Letter", printer_dpi=300)
    undo(shop, by)
    row = kept(shop)
    assert (row.name, row.cut_off, row.working_days) == ("Nordlicht", time(14), [1, 2, 3, 4, 5])
    assert (row.paper, row.printer_dpi, row.version) == ("A4", 203, 3)


def test_undo_refuses_when_somebody_changed_it_again(shop: Shop) -> None:
    by = change(shop, name="One")
    change(shop, version=2, name="Two")
    with pytest.raises(Refused, match="changed again since"):
        undo(shop, by)
    assert kept(shop).name == "Two"


def test_who_saves_over_somebody_else_reads_the_difference_in_words(shop: Shop) -> None:
    change(shop, cut_off=time(11), working_days=(1, 2), scan_each=False)
    with pytest.raises(Stale) as stale:
        change(shop, cut_off=time(12), working_days=(1, 6), scan_each=True)
    assert stale.value.changes == [
        ("Orders until", "11:00", "12:00"),
        ("Working days", "Monday, Tuesday", "Monday, Saturday"),
        ("Scan each item", "no", "yes"),
    ]
    assert kept(shop).cut_off == time(11)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"name": "  "}, "Give the shop a name."),
        ({"zone": "Europe/Bielefeld"}, "There is no time zone called Europe/Bielefeld."),
        ({"zone": ""}, "There is no time zone called nothing."),
        ({"zone": "../etc/passwd"}, "There is no time zone"),
        ({"currency": "EURO"}, "There is no currency called EURO."),
        ({"currency": "DEM"}, "There is no currency called DEM."),
        ({"locale": "xx_YY"}, "Nobody writes numbers in the way of xx_YY."),
        ({"country": "Germany"}, "There is no country with the code Germany."),
        ({"email": "nobody"}, "Write the e-mail address like"),
        ({"working_days": ()}, "Choose at least one working day"),
        ({"working_days": (0, 8)}, "A week has seven days."),
        ({"handling_days": 61}, "from 0 to 60 days"),
        ({"handling_days": -1}, "from 0 to 60 days"),
        ({"paper": "A3"}, "A4 or on Letter"),
        ({"printer_dpi": 600}, "203 or 300 dots"),
    ],
)
def test_what_makes_no_sense_is_refused(shop: Shop, told: dict[str, Any], sentence: str) -> None:
    with pytest.raises(WrongInput, match=sentence):
        change(shop, **told)
    assert kept(shop).version == 1
