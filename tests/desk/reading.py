"""What the pages of the desk say, and how many questions to the database they ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from threading import get_ident
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import event

from oms.core.db import db
from tests.shop import Shop


def text(page: str) -> str:
    """The words of a page, without its tags, on one line."""
    return " ".join(
        unescape(re.sub(r"<(script|svg|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)).split()
    )


def numbers(page: str) -> list[str]:
    """The order numbers of the queue's rows, from the top."""
    return re.findall(r'class="number-link"[^>]*>([^<]+)<', page)


def see(shop: Shop, path: str, name: str = "Ada", **words: Any) -> str:
    answer = shop.client(name).get(path, query_string=words or None)
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


@contextmanager
def asking(shop: Shop) -> Iterator[list[str]]:
    """The statements that we send to the database inside of the block: a browser of the test before may still
    be answered meanwhile.
    """
    asked: list[str] = []
    we = get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if get_ident() == we:
            asked.append(statement)

    with shop.inside():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def cursor(page: Page) -> str:
    return page.locator("[data-row][data-cursor] .number-link").inner_text()
