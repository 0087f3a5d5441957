"""A client that answers with what it was given, in the place of every account of Shopify."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest

from oms.channels.clients import FetchedOrder
from oms.channels.kinds import all_kinds
from tests.channels.hooks import Event


@dataclass
class Asked:
    """`order_of` is what it has; `trouble` happens instead of an answer, one after the other."""

    order_of: dict[str, Any] = field(default_factory=dict)
    trouble: list[Exception] = field(default_factory=list)
    changed: Sequence[FetchedOrder] = ()
    cut_off: list[Exception] = field(default_factory=list)
    since: list[datetime] = field(default_factory=list)

    def order(self, external_id: str) -> FetchedOrder | None:
        if self.trouble:
            raise self.trouble.pop(0)
        told = self.order_of.get(external_id)
        return None if told is None else fetched(told)

    def changed_orders(self, since: datetime) -> Iterator[FetchedOrder]:
        """Where it is cut off, that is after the last of them."""
        self.since.append(since)
        yield from self.changed
        if self.cut_off:
            raise self.cut_off.pop(0)


def fetched(told: dict[str, Any]) -> FetchedOrder:
    changed_at = datetime.fromisoformat(told["updated_at"])
    return FetchedOrder(str(told["id"]), Event("shopify", "", told).body, changed_at)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    client = Asked()
    kind = replace(all_kinds()["shopify"], client=lambda _: client)
    monkeypatch.setitem(all_kinds(), "shopify", kind)
    return client
