"""The kinds of channels. Each is a folder beside this file whose `kind.py` says what it can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from oms.channels.clients import Access, Client
from oms.channels.events import Webhook
from oms.channels.parsed import Format
from oms.channels.uploads import ShipmentUpload, StockUpload

HERE = "oms.channels"


@dataclass(frozen=True, slots=True)
class Credential:
    """Something that the owner copies from the channel's own pages. A secret one is never shown again."""

    name: str
    label: str
    help: str = ""
    secret: bool = True
    required: bool = True


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A file of the channel that cannot be imported, told by its columns, and what it is."""

    what: str
    signature: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of channel can do. What it cannot is empty or None.

    `base_url` is where its API is, unless the owner says another; empty where each shop has its own.
    `carriers` are its words for our carriers' codes; `other_carrier` is its word for any other, and
    None where it has none. `turn` is its place in lists. One that `looks_itself` asks us what was sent, and is
    never told. `takes_bare_tracking`: it also takes the number of a parcel that completes no unit of its lines.
    One that `waits_for_money` wants nothing sent that is not paid, whatever the account says. One that
    `sends_whole` calls all of an order sent with the first parcel that it is told.
    """

    code: str
    label: str
    turn: int
    formats: tuple[Format, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()
    credentials: tuple[Credential, ...] = ()
    base_url: str = ""
    webhook: Webhook | None = None
    client: Callable[[Access], Client] | None = None
    shipment_upload: ShipmentUpload | None = None
    stock_upload: StockUpload | None = None
    carriers: Mapping[str, str] = field(default_factory=dict)
    other_carrier: str | None = None
    is_till: bool = False
    looks_itself: bool = False
    takes_bare_tracking: bool = False
    waits_for_money: bool = False
    sends_whole: bool = False

    @property
    def has_files(self) -> bool:
        return bool(self.formats)

    @property
    def has_events(self) -> bool:
        """Whether it tells what happened by itself, or is asked."""
        return self.webhook is not None or self.client is not None

    @property
    def learns_stock(self) -> bool:
        """Whether it learns how many are left: by its API, by a file, or because it asks."""
        by_api = bool(getattr(self.client, "can_tell_stock", False))
        return by_api or self.stock_upload is not None or self.looks_itself

    def carrier(self, code: str | None) -> str | None:
        """Its word for a carrier of ours; None where it has no word for it."""
        return self.carriers.get(code or "", self.other_carrier)


OWN = (Kind("phone", "Phone", 90), Kind("counter", "Counter", 91))
"""The shop's own phone and counter: no account, no files."""


@cache
def all_kinds() -> dict[str, Kind]:
    """By their codes, in the order of lists."""
    folders = [one.name for one in iter_modules(import_module(HERE).__path__) if one.ispkg]
    found = [import_module(f"{HERE}.{name}.kind").KIND for name in folders if _has_kind(name)]
    return {kind.code: kind for kind in sorted([*found, *OWN], key=lambda kind: kind.turn)}


def _has_kind(name: str) -> bool:
    return find_spec(f"{HERE}.{name}.kind") is not None


def find_kind(code: str) -> Kind:
    return all_kinds()[code]


def account_kinds() -> list[Kind]:
    """Those that a shop may have accounts of."""
    return [kind for kind in all_kinds().values() if kind not in OWN]


@cache
def all_formats() -> tuple[Format, ...]:
    """Every kind of file that can be read; where two know a header, the first is meant."""
    return tuple(known for kind in all_kinds().values() for known in kind.formats)


@cache
def all_lookalikes() -> tuple[Lookalike, ...]:
    return tuple(one for kind in all_kinds().values() for one in kind.lookalikes)
