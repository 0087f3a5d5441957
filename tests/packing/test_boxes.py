"""The boxes and mailers that the shop keeps, as verbs and as pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from oms.core.db import db
from oms.core.errors import Missing, Refused, Stale, WrongInput
from oms.core.operations import By
from oms.packing.boxes import BoxDraft, add_box, bring_back_box, change_box, retire_box
from oms.packing.models import Packaging
from tests.packing.bench import box, packs, parcels, picked, seal, take_back
from tests.shop import Shop

FORM = {
    "name": "Box M",
    "kind": "box",
    "length_mm": "340",
    "width_mm": "250",
    "height_mm": "180",
    "tare_g": "260",
}


def kept(shop: Shop, packaging_id: int) -> Packaging | None:
    with shop.inside():
        found = db.session.get(Packaging, packaging_id)
        if found is not None:
            db.session.expunge(found)
        return found


def act(shop: Shop, verb: Callable[..., object], *args: object) -> By:
    by = shop.by()
    with shop.inside():
        verb(*args, by=by)
    return by


def test_a_new_box_can_be_taken_away_until_something_was_packed_in_it(shop: Shop) -> None:
    by = act(shop, add_box, BoxDraft("  Box   M ", "box", 340, 250, 180, 260))
    found = kept(shop, 1)
    assert found is not None
    assert (found.name, found.size, found.tare_g) == ("Box M", "340 × 250 × 180 mm", 260)

    order = picked(shop, ("LAMP", 1))
    packs(shop, order, "LAMP")
    sealed = seal(shop, parcels(shop, order)[0], 1)
    with pytest.raises(Refused, match="Parcels were packed in it"):
        take_back(shop, by)

    take_back(shop, sealed)
    packed_in = parcels(shop, order)[0]
    take_back(shop, seal(shop, packed_in, None))
    take_back(shop, by)
    assert kept(shop, 1) is None


def test_a_name_is_there_once(shop: Shop) -> None:
    box(shop, "Box S")
    with shop.inside(), pytest.raises(Refused, match="already one called Box S"):
        add_box(BoxDraft("Box S"), by=shop.by())
    other = box(shop, "Box M")
    with shop.inside(), pytest.raises(Refused, match="already one called Box S"):
        change_box(other, 1, BoxDraft("Box S"), by=shop.by())


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (BoxDraft(" "), "Give it a name"),
        (BoxDraft("Bag", "sack"), "a box or a mailer"),
        (BoxDraft("Bag", length_mm=0), "A side is between"),
        (BoxDraft("Bag", tare_g=-1), "Empty it weighs"),
    ],
)
def test_what_cannot_be_is_refused(shop: Shop, draft: BoxDraft, why: str) -> None:
    with shop.inside(), pytest.raises(WrongInput, match=why):
        add_box(draft, by=shop.by())


def test_a_change_is_undone_and_one_made_on_an_old_page_is_told(shop: Shop) -> None:
    small = box(shop, "Box S", 110)
    by = act(shop, change_box, small, 1, BoxDraft("Box S", "mailer", tare_g=90))
    with shop.inside(), pytest.raises(Stale) as stale:
        change_box(small, 1, BoxDraft("Box S", "box", tare_g=120), by=shop.by())
    assert ("Weight", "90", "120") in stale.value.changes

    take_back(shop, by)
    found = kept(shop, small)
    assert found is not None
    assert (found.kind, found.tare_g, found.size) == ("box", 110, "220 × 160 × 120 mm")


def test_a_retired_box_comes_back(shop: Shop) -> None:
    small = box(shop)
    retired = act(shop, retire_box, small)
    with shop.inside(), pytest.raises(Refused, match="retired already"):
        retire_box(small, by=shop.by())
    take_back(shop, retired)
    with shop.inside(), pytest.raises(Refused, match="in use already"):
        bring_back_box(small, by=shop.by())

    act(shop, retire_box, small)
    back = act(shop, bring_back_box, small)
    take_back(shop, back)
    found = kept(shop, small)
    assert found is not None
    assert found.retired_at is not None
    with shop.inside(), pytest.raises(Missing):
        retire_box(999, by=shop.by())


def test_the_owner_adds_changes_and_retires_on_one_page(shop: Shop) -> None:
    ada = shop.client("Ada")
    assert "No boxes yet" in ada.get("/boxes").text

    said = ada.post("/boxes", data=FORM, follow_redirects=True).text
    assert "Box M can be chosen at the bench." in said
    assert "340 × 250 × 180 mm" in said
    changed = ada.post("/boxes/1", data=FORM | {"version": "1", "tare_g": "300"}, follow_redirects=True).text
    assert "300 g" in changed
    assert "no longer offered" in ada.post("/boxes/1/retirement", follow_redirects=True).text
    assert "is back" in ada.post("/boxes/1/return", follow_redirects=True).text


def test_a_form_that_cannot_be_is_shown_again_with_what_was_typed(shop: Shop) -> None:
    answer = shop.client("Ada").post("/boxes", data=FORM | {"width_mm": "-4"})
    assert answer.status_code == 422
    assert "Between 1 and 5000 mm." in answer.text
    assert 'value="Box M"' in answer.text

    box(shop, "Box M")
    refused = shop.client("Ada").post("/boxes", data=FORM)
    assert (refused.status_code, "already one called Box M" in refused.text) == (409, True)


def test_a_stale_form_shows_the_difference_and_may_be_saved_again(shop: Shop) -> None:
    small, ada = box(shop, "Box M"), shop.client("Ada")
    act(shop, change_box, small, 1, BoxDraft("Box M", tare_g=1))

    answer = ada.post(f"/boxes/{small}", data=FORM | {"version": "1"})
    assert answer.status_code == 409
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert ada.post(f"/boxes/{small}", data=FORM | {"version": "2"}).status_code == 303


def test_a_manager_looks_and_changes_nothing(shop: Shop) -> None:
    box(shop)
    mo = shop.client("Mo")
    page = mo.get("/boxes").text
    assert "Box S" in page
    assert "Retire" not in page
    assert "A new one" not in page
    assert mo.post("/boxes", data=FORM).status_code == 403
    assert mo.post("/boxes/1/retirement").status_code == 403
