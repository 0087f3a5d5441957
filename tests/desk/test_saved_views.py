"""A view of the queue is kept under a name by whoever made it."""

from __future__ import annotations

from tests.desk.reading import see
from tests.shop import Shop


def test_a_view_is_kept_under_a_name_by_whoever_made_it(shop: Shop) -> None:
    ada = shop.client("Ada")
    ada.post("/views", data={"name": "To chase", "show": "unpaid", "operation_id": "a1"})

    assert 'href="/?show=unpaid">To chase' in see(shop, "/")
    assert "To chase" not in see(shop, "/", "Mo")
    ada.post("/views/1/removal", data={"operation_id": "a2"})
    assert "To chase" not in see(shop, "/")


def test_nobody_forgets_the_view_of_somebody_else(shop: Shop) -> None:
    shop.client("Ada").post("/views", data={"name": "To chase", "show": "unpaid"})

    assert shop.client("Mo").post("/views/1/removal").status_code == 404
    assert "To chase" in see(shop, "/")


def test_a_view_has_a_name(shop: Shop) -> None:
    assert shop.client("Ada").post("/views", data={"name": " ", "show": "unpaid"}).status_code == 422


def test_what_is_gone_cannot_be_taken_back(shop: Shop) -> None:
    ada = shop.client("Ada")
    ada.post("/views", data={"name": "To chase", "show": "unpaid", "operation_id": "a1"})
    ada.post("/views/1/removal", data={"operation_id": "a2"})

    assert ada.post("/undo/a1").status_code == 409


def test_a_forgotten_view_does_not_push_aside_its_successor(shop: Shop) -> None:
    ada = shop.client("Ada")
    ada.post("/views", data={"name": "To chase", "show": "unpaid", "operation_id": "a1"})
    ada.post("/views/1/removal", data={"operation_id": "a2"})
    ada.post("/views", data={"name": "To chase", "show": "late", "operation_id": "a3"})

    assert ada.post("/undo/a2").status_code == 409
    assert 'href="/?show=late">To chase' in see(shop, "/")
