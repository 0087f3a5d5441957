"""Calls to Amazon's Selling Partner API, with a token that it lends for an hour."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from oms.channels.clients import Access
from oms.channels.http import Http, TurnedDown
from oms.channels.tokens import Lending, Token, lent_by, name_of
from oms.core.errors import Permanent, Unreachable
from oms.reading.fields import BadField, Fields

SIGN_IN = "https://api.amazon.com"
LENT_AT = "auth/o2/token"
HERE = {"localhost", "127.0.0.1", "::1"}
NOT_SAFE = "{} does not begin with https://, so anybody on the way could read the keys. They were not sent."
OTHERWISE = "Amazon answered otherwise than it should: {}. It is tried again."
REFUSED_KEYS = "Amazon does not accept the keys of this account: {}. Enter them again."
MOST_PAGES = 1000


class Api:
    """Both addresses, that of the API and that of the tokens, are the owner's or the known ones."""

    def __init__(self, access: Access) -> None:
        self._keys = access.keys
        sign_in = self._keys.get("token_url", "").strip() or SIGN_IN
        for address in (access.base_url, sign_in):
            _refuse_open_line(address)
        self._sign_in = sign_in
        name = name_of(sign_in, *(self._keys.get(one, "") for one in ("client_id", "refresh_token")))
        self._lending = Lending(
            Http(access.base_url), name, self._token, lambda word: {"x-amz-access-token": word}
        )

    def ask(self, address: str, **params: Any) -> Any:
        return self.tell("GET", address, params=params)

    def tell(self, method: str, address: str, **told: Any) -> Any:
        """What it says no to is told in its own words."""
        try:
            return self._lending.ask(method, address, **told).data
        except TurnedDown as no:
            raise Permanent(_in_its_words(no)) from no

    def all(self, address: str, name: str, token: str, **params: Any) -> Iterator[Any]:
        """The things of a list, page after page, each named by the one before; `token` is by which name that is
        asked for.
        """
        seen: set[str] = set()
        page = self.ask(address, **params)
        while True:
            yield from _listed(page, name)
            with believing():
                following = Fields(page).part("pagination").text("nextToken")
            if following is None:
                return
            if following in seen or len(seen) >= MOST_PAGES:
                raise Unreachable(OTHERWISE.format("its pages have no end"))
            seen.add(following)
            page = self.ask(address, **params, **{token: following})

    def _token(self) -> Token:
        form = {"grant_type": "refresh_token"}
        form |= {name: self._keys.get(name, "") for name in ("refresh_token", "client_id", "client_secret")}
        try:
            return lent_by(Http(self._sign_in).ask("POST", LENT_AT, form=form))
        except TurnedDown as no:
            told = no.reply.data if isinstance(no.reply.data, dict) else {}
            raise Permanent(REFUSED_KEYS.format(str(told.get("error", no.reply.status))[:80])) from no


def _listed(page: Any, name: str) -> list[Any]:
    found = page.get(name) if isinstance(page, dict) else None
    if not isinstance(found, list):
        raise Unreachable(OTHERWISE.format(f"a page without {name}"))
    return found


@contextmanager
def believing() -> Iterator[None]:
    """What is in an answer may be wrong this time only."""
    try:
        yield
    except BadField as problem:
        raise Unreachable(OTHERWISE.format(problem)) from problem


def _refuse_open_line(address: str) -> None:
    where = urlsplit(address)
    if where.scheme != "https" and where.hostname not in HERE:
        raise Permanent(NOT_SAFE.format(address))


def _in_its_words(no: TurnedDown) -> str:
    told = no.reply.data if isinstance(no.reply.data, dict) else {}
    errors = told.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    words = " ".join(str(first.get("message") or "").split())[:300].rstrip(".")
    return f"Amazon says no: {words}." if words else str(no)
