"""The mail server of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.notifications.post import PostOffice, connect
from tests.shop import Shop


@pytest.fixture
def settings_afterwards(shop: Shop) -> Iterator[None]:
    """The application is one for all tests; its settings are what they were when this one is over."""
    before = shop.app.extensions["settings"]
    yield
    shop.app.extensions["settings"] = before


@pytest.fixture
def post(shop: Shop, settings_afterwards: None) -> Iterator[PostOffice]:
    """A mail server that the shop sends through."""
    del settings_afterwards
    office = PostOffice()
    office.open()
    connect(shop, office.port)
    yield office
    office.close()
