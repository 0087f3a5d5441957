"""What several tests of safety start from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from oms import create_app
from oms.core.db import db
from tests.browser import Browser
from tests.shop import Shop
from tests.shop import settings as make_settings


@pytest.fixture
def behind_a_proxy(shop: Shop, database: Any, tmp_path: Path) -> Any:
    """The same shop, which says that one proxy stands before it."""
    del shop
    app = create_app(make_settings(database.url, tmp_path, PROXY_COUNT="1"))
    yield Browser(app)
    with app.app_context():
        db.engine.dispose()
