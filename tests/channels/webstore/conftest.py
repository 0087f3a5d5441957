"""What several tests of the web store's API start from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.webstore.calling import unpaced as without_limit
from tests.shop import Shop


@pytest.fixture
def unpaced(shop: Shop) -> Iterator[None]:
    """Nobody is asked to wait, however fast they call."""
    with without_limit(shop):
        yield
