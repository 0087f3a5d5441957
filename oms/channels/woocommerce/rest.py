"""The REST API of a WooCommerce shop: one thing, a list, or page after page of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from oms.channels.clients import Access
from oms.channels.http import Http, Reply
from oms.core.errors import Permanent, Unreachable
from oms.reading.fields import BadField, Fields

PAGE = 100
HERE = {"localhost", "127.0.0.1", "::1"}
NOT_SAFE = (
    "The address does not begin with https://, so anybody on the way could read the keys. They were not sent."
)
OTHERWISE = "The shop answered otherwise than it should: {}. It is tried again."


class Rest:
    """The keys go along in the clear, so only over a line that nobody reads."""

    def __init__(self, access: Access) -> None:
        where = urlsplit(access.base_url)
        if where.scheme != "https" and where.hostname not in HERE:
            raise Permanent(NOT_SAFE)
        keys = (access.keys.get("consumer_key", ""), access.keys.get("consumer_secret", ""))
        self._http = Http(access.base_url, auth=keys)

    def ask(self, address: str, **params: Any) -> Any:
        return self._http.ask("GET", address, params=params).data

    def tell(self, method: str, address: str, told: Any) -> Any:
        return self._http.ask(method, address, told=told).data

    def some(self, address: str, **params: Any) -> list[Any]:
        """The things of one list, without further pages."""
        return _listed(self._http.ask("GET", address, params=params))

    def all(self, address: str, **params: Any) -> Iterator[Any]:
        """Every thing of a list, by their ids: those stay where they are while others change. If one is taken out
        meanwhile, what comes after it moves up, so the page before is read again.
        """
        page, count = 1, 0
        while page:
            reply = self._http.ask(
                "GET",
                address,
                params={"per_page": PAGE, "page": page, "orderby": "id", "order": "asc", **params},
            )
            found, before, count = _listed(reply), count, _number(reply, "X-WP-Total")
            if count < before:
                page -= 1
                continue
            yield from found
            last = _number(reply, "X-WP-TotalPages") or (page + 1 if len(found) == PAGE else page)
            page = page + 1 if page < last else 0


@contextmanager
def believing() -> Iterator[None]:
    """What is in an answer may be wrong this time only."""
    try:
        yield
    except BadField as problem:
        raise Unreachable(OTHERWISE.format(problem)) from problem


def fields(told: Any) -> Fields:
    with believing():
        return Fields(told)


def _listed(reply: Reply) -> list[Any]:
    if not isinstance(reply.data, list):
        raise Unreachable(OTHERWISE.format("no list"))
    return reply.data


def _number(reply: Reply, header: str) -> int:
    told = reply.headers.get(header, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0
