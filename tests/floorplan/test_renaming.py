"""A site gets another name, and everything in it stays where it is."""

from __future__ import annotations

import pytest

from oms.core.errors import Refused, Stale, WrongInput
from oms.floorplan.models import Site
from oms.floorplan.renaming import rename_site
from oms.floorplan.service import add_site
from tests.floorplan.places import undo
from tests.shop import Shop


def name(shop: Shop) -> str:
    with shop.inside() as session:
        return str(session.get(Site, shop.site).name)


def test_a_site_is_renamed_from_the_list_of_places(shop: Shop) -> None:
    mo = shop.client("Mo")
    assert f'href="/sites/{shop.site}"' in mo.get("/places").text
    assert 'value="Main"' in mo.get(f"/sites/{shop.site}").text

    told = {"seen": "Main", "name": " Back   room "}
    page = mo.post(f"/sites/{shop.site}", data=told, follow_redirects=True).text

    assert "It is called Back room now." in page
    assert name(shop) == "Back room"


def test_it_can_be_undone_until_it_is_renamed_again(shop: Shop) -> None:
    first, second = shop.by(), shop.by()
    with shop.inside():
        rename_site(shop.site, "Main", "Barn", by=first)
        rename_site(shop.site, "Barn", "Shed", by=second)
    with pytest.raises(Refused, match="renamed again"):
        undo(shop, first.operation_id)

    undo(shop, second.operation_id)
    undo(shop, first.operation_id)
    assert name(shop) == "Main"


def test_two_people_are_told_of_each_other(shop: Shop) -> None:
    with shop.inside():
        rename_site(shop.site, "Main", "Barn", by=shop.by())
        with pytest.raises(Stale) as stale:
            rename_site(shop.site, "Main", "Shed", by=shop.by("Mo"))
    assert stale.value.changes == [("Name", "Barn", "Shed")]

    answer = shop.client("Mo").post(f"/sites/{shop.site}", data={"seen": "Main", "name": "Shed"})
    assert answer.status_code == 409
    assert 'name="seen" type="hidden" value="Barn"' in answer.text


@pytest.mark.parametrize(("new", "error"), [("Barn", Refused), ("  ", WrongInput)])
def test_a_name_is_given_and_of_one_site_alone(shop: Shop, new: str, error: type[Refused]) -> None:
    with shop.inside():
        add_site("Barn", by=shop.by())
        with pytest.raises(error):
            rename_site(shop.site, "Main", new, by=shop.by())

    assert name(shop) == "Main"


def test_a_site_that_is_not_there_is_missing(shop: Shop) -> None:
    assert shop.client("Mo").get("/sites/99").status_code == 404
