"""Calls to eBay's API, with a token that it lends for two hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from oms.channels.clients import Access
from oms.channels.http import TIMES, Http, Reply, TurnedDown
from oms.channels.tokens import Lending, Token, lent_by, name_of
from oms.core.errors import Permanent, Unreachable
from oms.reading.fields import BadField, Fields

LENT_AT = "identity/v1/oauth2/token"
FOR_ANYBODY = "https://api.ebay.com/oauth/api_scope"
"""What a token may do that is lent to an application and not to a seller: a name, not an address that is asked."""

HERE = {"localhost", "127.0.0.1", "::1"}
NOT_SAFE = "{} does not begin with https://, so anybody on the way could read the keys. They were not sent."
OTHERWISE = "eBay answered otherwise than it should: {}. It is tried again."
REFUSED_KEYS = "eBay does not accept the keys of this account: {}. Enter them again."
MOST_PAGES = 1000
IN_ENGLISH = {"Accept-Language": "en-US", "Content-Language": "en-US"}

Form = Mapping[str, str]


class Api:
    """What it says no to is told in its own words. Raises Unreachable and Permanent."""

    def __init__(self, access: Access, form: Form, *, times: httpx.Timeout = TIMES) -> None:
        where = urlsplit(access.base_url)
        if where.scheme != "https" and where.hostname not in HERE:
            raise Permanent(NOT_SAFE.format(access.base_url))
        client_id, secret = (access.keys.get(name, "") for name in ("client_id", "client_secret"))
        self._sign_in = Http(access.base_url, auth=(client_id, secret), times=times)
        http = Http(access.base_url, times=times)
        name = name_of(access.base_url, client_id, *form.values())
        self._lending = Lending(http, name, self._asking(form), _bearer)

    def ask(self, method: str, address: str, **told: Any) -> Reply:
        try:
            return self._lending.ask(method, address, **told)
        except TurnedDown as no:
            raise Permanent(_in_its_words(no)) from no

    def get(self, address: str, **params: Any) -> Any:
        return self.ask("GET", address, params=params).data

    def all(self, address: str, name: str, **params: Any) -> Iterator[Any]:
        """The things of a list, page after page: each page has the address of the next."""
        following: str | None = address
        for _ in range(MOST_PAGES):
            page = self.get(following, **params) if following else None
            if page is None:
                return
            yield from _listed(page, name)
            with believing():
                following, params = Fields(page).text("next"), {}
        raise Unreachable(OTHERWISE.format("its pages have no end"))

    def _asking(self, form: Form) -> Callable[[], Token]:
        def ask_for() -> Token:
            try:
                return lent_by(self._sign_in.ask("POST", LENT_AT, form=form))
            except TurnedDown as no:
                told = no.reply.data if isinstance(no.reply.data, dict) else {}
                raise Permanent(REFUSED_KEYS.format(str(told.get("error", no.reply.status))[:80])) from no

        return ask_for


def of_the_seller(access: Access) -> Api:
    """Whatever the seller may do."""
    return Api(access, {"grant_type": "refresh_token", "refresh_token": access.keys.get("refresh_token", "")})


def of_the_application(access: Access, times: httpx.Timeout) -> Api:
    """What eBay shows to any application."""
    return Api(access, {"grant_type": "client_credentials", "scope": FOR_ANYBODY}, times=times)


def _bearer(word: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {word}", **IN_ENGLISH}


def _listed(page: Any, name: str) -> list[Any]:
    """A list that is empty may be left out."""
    if not isinstance(page, dict):
        raise Unreachable(OTHERWISE.format(f"a page without {name}"))
    found = page.get(name) or []
    if not isinstance(found, list):
        raise Unreachable(OTHERWISE.format(f"{name} is no list"))
    return found


@contextmanager
def believing() -> Iterator[None]:
    """What is in an answer may be wrong this time only."""
    try:
        yield
    except BadField as problem:
        raise Unreachable(OTHERWISE.format(problem)) from problem


def words_of(errors: Any) -> str | None:
    """What eBay says of the first of its errors, as a sentence."""
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    words = " ".join(str(first.get("longMessage") or first.get("message") or "").split())[:300].rstrip(".")
    return f"eBay says no: {words}." if words else None


def _in_its_words(no: TurnedDown) -> str:
    told = no.reply.data if isinstance(no.reply.data, dict) else {}
    return words_of(told.get("errors")) or str(no)
