"""Short ways to look at the places of the shop."""

from __future__ import annotations

from sqlalchemy import select

from oms.core.undoing import undo_operation
from oms.floorplan.models import Place
from tests.shop import Shop


def codes(shop: Shop, site: int | None = None) -> list[str]:
    """The bins of a site, as they sort."""
    query = select(Place.code).where(Place.kind == "bin", Place.site_id == (site or shop.site))
    with shop.inside() as session:
        return list(session.scalars(query.order_by(Place.sort_key)))


def place(shop: Shop, place_id: int) -> Place:
    with shop.inside() as session:
        found: Place = session.get_one(Place, place_id)
        session.expunge(found)
        return found


def undo(shop: Shop, operation_id: str) -> None:
    with shop.inside():
        undo_operation(operation_id, by=shop.by())
