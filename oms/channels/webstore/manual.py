"""The description of the API for people: the same declarations, as tables and examples. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from oms.channels.webstore.answers import Problem
from oms.channels.webstore.calls import Route
from oms.channels.webstore.describing import ALWAYS, OF_BODY, parameters, refusals, schemas
from oms.channels.webstore.words import LOOKS, MOST_MONEY

KINDS = {"integer": "whole number", "boolean": "true or false", "string": "text"}
OR_NULL = " or null"
SHOWN = {"order_id": "1001", "name": "LAMP"}


@dataclass(frozen=True, slots=True)
class Field:
    """`of` is the name of what it holds, where that has a table of its own."""

    name: str
    kind: str
    of: str | None
    needed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """What something consists of."""

    name: str
    text: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One call: where it is, what it takes and gives, why it may fail, and how it looks on a command line."""

    route: Route
    asks: tuple[Field, ...]
    gives: tuple[tuple[int, str], ...]
    refusals: tuple[tuple[int, str], ...]
    curl: str


@dataclass(frozen=True, slots=True)
class Manual:
    """Everything, in the order in which it is read. Each call may fail for the `refusals` too."""

    refusals: tuple[tuple[int, str], ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]


def manual(routes: Iterable[Route], address: str) -> Manual:
    """For a shop that is reached at this address."""
    known = list(routes)
    found = schemas(known)
    tables = (_table(name, found[name]) for name in _in_order(known, found))
    sections = (_section(route, address) for route in known)
    return Manual(tuple(sorted((ALWAYS | OF_BODY).items())), tuple(sections), tuple(tables))


def _in_order(routes: Iterable[Route], found: dict[str, Any]) -> Iterator[str]:
    """What is told first, then what is answered, and after each what it consists of."""
    calls = [route.call for route in routes]
    wanted = [call.takes.__name__ for call in calls if call.takes]
    wanted += [model.__name__ for call in calls for model in call.gives.values()] + [Problem.__name__]
    seen: dict[str, None] = {}
    for name in wanted:
        _note(name, found, seen)
    return iter(seen)


def _note(name: str, found: dict[str, Any], seen: dict[str, None]) -> None:
    if name not in seen:
        seen[name] = None
        for told in found[name]["properties"].values():
            if of := _kind(told)[1]:
                _note(of, found, seen)


def _section(route: Route, address: str) -> Section:
    call = route.call
    asks = (_field(one["name"], one | one["schema"], needed=one["required"]) for one in parameters(call))
    gives = ((status, model.__name__) for status, model in sorted(call.gives.items()))
    own = ((status, text) for status, text in refusals(call).items() if status not in ALWAYS | OF_BODY)
    return Section(route, tuple(asks), tuple(gives), tuple(own), _curl(route, address))


def _curl(route: Route, address: str) -> str:
    path, call = route.path.format(**SHOWN), route.call
    told = [f"curl {_method(route)}{address.rstrip('/')}{path}", '-H "Authorization: Bearer $TOKEN"']
    if call.keyed:
        told.append(f'-H "Idempotency-Key: {route.name}-1001"')
    if call.takes:
        told.append('-H "Content-Type: application/json"')
        told.append(f"-d '{json.dumps(call.example, ensure_ascii=False, indent=2)}'")
    return " \\\n  ".join(told)


def _method(route: Route) -> str:
    return "" if route.method == "GET" else f"-X {route.method} "


def _table(name: str, told: dict[str, Any]) -> Table:
    needed = told.get("required", ())
    fields = (_field(one, of, needed=one in needed) for one, of in told["properties"].items())
    return Table(name, told.get("description", ""), tuple(fields))


def _field(name: str, told: dict[str, Any], *, needed: bool) -> Field:
    kind, of = _kind(told)
    kind = kind if needed else kind.removesuffix(OR_NULL)
    return Field(name, kind, of, needed, told.get("description", ""))


def _kind(told: dict[str, Any]) -> tuple[str, str | None]:
    """What it is in words, and the name of the table that says more."""
    if "anyOf" in told:
        (inner,) = [one for one in told["anyOf"] if one.get("type") != "null"]
        kind, of = _kind(inner)
        return f"{kind}{OR_NULL}", of
    if "$ref" in told:
        name = told["$ref"].rpartition("/")[2]
        return name, name
    if told.get("type") == "array":
        kind, of = _kind(told["items"])
        return ", ".join([f"list: {kind}", *_limits(told, "Items")]), of
    if "enum" in told:
        return "one of " + ", ".join(told["enum"]), None
    return _plain(told), None


def _plain(told: dict[str, Any]) -> str:
    if told.get("format") == "date-time":
        return "moment"
    if told.get("maximum") == MOST_MONEY:
        return "amount"
    word = LOOKS.get(told.get("pattern", "")) or KINDS[told["type"]]
    return ", ".join([word, *_limits(told, "imum"), *_limits(told, "Length")])


def _limits(told: dict[str, Any], what: str) -> Iterator[str]:
    unit = " characters" if what == "Length" else ""
    if f"min{what}" in told:
        yield f"at least {told[f'min{what}']:,}{unit}"
    if f"max{what}" in told:
        yield f"at most {told[f'max{what}']:,}{unit}"
