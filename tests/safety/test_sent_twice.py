"""A double click, a reload after sending, a second try on bad Wi-Fi: the same form sent twice acts once, and says
the same again.
"""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import func, select

from oms.core.db import db
from oms.core.operations import Operation
from tests.lived_in import LivedIn
from tests.safety.forms import forms
from tests.shop import Shop


def operations(shop: Shop) -> int:
    with shop.inside():
        return db.session.scalar(select(func.count()).select_from(Operation)) or 0


def test_every_form_sent_twice_acts_once(shop: Shop, lived: LivedIn) -> None:
    ada = shop.client("Ada")
    wrong, acted = [], 0
    for route, form in forms(shop, lived, ada):
        told = form.fields | {"operation_id": uuid4().hex}
        before = operations(shop)
        first = ada.post(form.action, data=told, buffered=True)
        between = operations(shop)
        second = ada.post(form.action, data=told, buffered=True)
        if between == before:
            continue
        acted += 1
        if (second.status_code, operations(shop)) != (first.status_code, between):
            wrong.append((route.endpoint, first.status_code, second.status_code, operations(shop) - between))
    assert wrong == []
    assert acted > 25


def test_a_person_added_twice_is_there_once_and_the_link_is_the_same(shop: Shop) -> None:
    ada = shop.client("Ada")
    told = {"name": "Pip", "email": "pip@example.org", "role": "viewer", "operation_id": uuid4().hex}
    pages = [ada.post("/people", data=told).text for _ in range(2)]
    links = [page.partition("/set-up/")[2].partition('"')[0] for page in pages]
    assert links[0] == links[1] != ""
    assert shop.client().get(f"/set-up/{links[0]}").status_code == 200
    assert ada.get("/people").text.count(">Pip<") == 1
