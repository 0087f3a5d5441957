"""Asking Shopify's API: an answer with errors in it is none, and half an answer is worth another try."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from oms.channels.clients import Access
from oms.channels.http import Http
from oms.channels.shopify.questions import VERSION
from oms.core.errors import Permanent, Unreachable, Waits

PASSING = {"INTERNAL_SERVER_ERROR", "TIMEOUT", "SERVICE_UNAVAILABLE"}
LONGEST_WAIT = 60.0
LONGEST_PAUSE = 5.0
"""Between two pages. Who has to wait longer is told to come back."""

HALF = "Shopify answered, but not what was asked. It is tried again."


class Graph:
    """One shop, asked in one version of the API."""

    def __init__(self, access: Access) -> None:
        headers = {"X-Shopify-Access-Token": access.keys.get("access_token", "")}
        self._http = Http(access.base_url, headers=headers)
        self._owed = 0.0

    def ask(self, question: str, **variables: Any) -> dict[str, Any]:
        """The data of the answer."""
        time.sleep(min(self._owed, LONGEST_PAUSE))
        told = {"query": question, "variables": variables}
        answer = self._http.ask("POST", f"admin/api/{VERSION}/graphql.json", told=told).data
        if not isinstance(answer, dict):
            raise Unreachable(HALF)
        self._owed = _lacking(answer)
        if answer.get("errors"):
            raise _trouble(answer)
        data = answer.get("data")
        if not isinstance(data, dict):
            raise Unreachable(HALF)
        return data

    def pages(self, question: str, *path: str, **variables: Any) -> Iterator[dict[str, Any]]:
        """What a list along this path holds, page by page; nothing where what it belongs to is not there."""
        yield from self._from(None, question, path, variables)

    def further(
        self, question: str, *path: str, page: Mapping[str, Any], **variables: Any
    ) -> Iterator[dict[str, Any]]:
        """The pages after this one."""
        if cursor := _next(page, None):
            yield from self._from(cursor, question, path, variables)

    def _from(
        self, cursor: str | None, question: str, path: tuple[str, ...], variables: dict[str, Any]
    ) -> Iterator[dict[str, Any]]:
        while True:
            found = dig(self.ask(question, after=cursor, **variables), *path)
            if found is None:
                return
            yield from listed(found, "nodes")
            cursor = _next(dig(found, "pageInfo"), cursor)
            if cursor is None:
                return

    def do(self, question: str, name: str, **variables: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """What a change came to, and what Shopify has against it: it may say no with a 200."""
        done = dig(self.ask(question, **variables), name)
        if done is None:
            raise Unreachable(HALF)
        return done, listed(done, "userErrors")


def _next(page: Any, last: str | None) -> str | None:
    """Where the next page begins; None after the last one. The same page again would go on for ever."""
    if dig(page, "hasNextPage") is not True:
        return None
    cursor = worded(page, "endCursor")
    if cursor == last:
        raise Unreachable(HALF)
    return cursor


def dig(found: Any, *path: str) -> Any:
    """What is at the end of a path; None as soon as something on it is null."""
    for name in path:
        if found is None:
            return None
        if not isinstance(found, Mapping) or name not in found:
            raise Unreachable(HALF)
        found = found[name]
    return found


def listed(found: Any, *path: str) -> list[Any]:
    """A list that is at the end of a path."""
    told = dig(found, *path)
    if not isinstance(told, list):
        raise Unreachable(HALF)
    return told


def worded(found: Any, *path: str) -> str:
    """A text that is at the end of a path."""
    told = dig(found, *path)
    if not isinstance(told, str):
        raise Unreachable(HALF)
    return told


def counted(found: Any, *path: str) -> int:
    """A whole number that is at the end of a path."""
    told = dig(found, *path)
    if not isinstance(told, int) or isinstance(told, bool):
        raise Unreachable(HALF)
    return told


def sentences(errors: list[dict[str, Any]]) -> str:
    return " ".join(worded(error, "message").rstrip(".") + "." for error in errors)


def _trouble(answer: dict[str, Any]) -> Exception:
    errors = answer["errors"]
    if not isinstance(errors, list):
        return Permanent(f"Shopify says: {errors}")
    codes = {_code(error) for error in errors}
    if "THROTTLED" in codes:
        return Waits("Shopify asks us to slow down.", max(_lacking(answer), 1.0))
    if codes & PASSING:
        return Unreachable("Shopify has trouble of its own. It is tried again.")
    if "ACCESS_DENIED" in codes:
        return Permanent(f"The access token may not do this. {sentences(errors)}")
    return Permanent(f"Shopify says no. {sentences(errors)}")


def _code(error: Any) -> str:
    told = error.get("extensions") if isinstance(error, dict) else None
    return str(told.get("code", "")) if isinstance(told, dict) else ""


def _lacking(answer: dict[str, Any]) -> float:
    """Seconds until the same could be paid for once more."""
    try:
        cost = answer["extensions"]["cost"]
        status = cost["throttleStatus"]
        lacking = Decimal(cost["requestedQueryCost"]) - Decimal(status["currentlyAvailable"])
        return min(max(float(lacking / Decimal(status["restoreRate"])), 0.0), LONGEST_WAIT)
    except (KeyError, TypeError, ArithmeticError):
        return 0.0
