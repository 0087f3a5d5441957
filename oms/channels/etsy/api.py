"""Calls to Etsy's Open API, with a token that it lends for an hour and keys that it renews with each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from oms.channels.clients import Access
from oms.channels.http import Http, TurnedDown
from oms.channels.tokens import Lending, Token, lent_by, name_of
from oms.core.errors import Permanent, Unreachable
from oms.reading.fields import BadField

LENT_AT = "v3/public/oauth/token"
PAGE = 100
HERE = {"localhost", "127.0.0.1", "::1"}
NOT_SAFE = (
    "The address does not begin with https://, so anybody on the way could read the keys. They were not sent."
)
OTHERWISE = "Etsy answered otherwise than it should: {}. It is tried again."
REFUSED_KEYS = "Etsy does not accept the keys of this account: {}. Connect it again."


class Api:
    """The refresh token that was entered ends after some months; each answer brings a newer one, which is kept."""

    def __init__(self, access: Access) -> None:
        where = urlsplit(access.base_url)
        if where.scheme != "https" and where.hostname not in HERE:
            raise Permanent(NOT_SAFE)
        self._keys, self._keep = access.keys, access.keep
        app, secret = self._key("keystring"), self._key("shared_secret")
        self._http = Http(access.base_url, headers={"x-api-key": f"{app}:{secret}" if secret else app})
        name = name_of(access.base_url, app, self._key("shop_id"))
        self._lending = Lending(
            self._http, name, self._token, lambda word: {"Authorization": f"Bearer {word}"}
        )

    def ask(self, address: str, **params: Any) -> Any:
        return self.tell("GET", address, params=params)

    def tell(self, method: str, address: str, **told: Any) -> Any:
        """What it says no to is told in its own words."""
        try:
            return self._lending.ask(method, f"v3/application/{address}", **told).data
        except TurnedDown as no:
            raise Permanent(_in_its_words(no)) from no

    def page(self, address: str, **params: Any) -> list[Any]:
        found = self.ask(address, limit=PAGE, **params)
        results = found.get("results") if isinstance(found, dict) else None
        if not isinstance(results, list):
            raise Unreachable(OTHERWISE.format("a page without results"))
        return results

    def _key(self, name: str) -> str:
        return self._keys.get(name, "").strip()

    def _token(self) -> Token:
        form = {"grant_type": "refresh_token", "client_id": self._key("keystring")}
        form["refresh_token"] = self._key("refresh_token")
        try:
            reply = self._http.ask("POST", LENT_AT, form=form)
        except TurnedDown as no:
            raise Permanent(REFUSED_KEYS.format(_error(no) or no.reply.status)) from no
        token = lent_by(reply)
        newer = reply.data.get("refresh_token")
        if isinstance(newer, str) and newer and newer != self._keys.get("refresh_token"):
            before, self._keys = self._keys, {**self._keys, "refresh_token": newer}
            self._keep(before, self._keys)
        return token


@contextmanager
def believing() -> Iterator[None]:
    """What is in an answer may be wrong this time only."""
    try:
        yield
    except BadField as problem:
        raise Unreachable(OTHERWISE.format(problem)) from problem


def _in_its_words(no: TurnedDown) -> str:
    words = _error(no)
    return f"Etsy says no: {words}." if words else str(no)


def _error(no: TurnedDown) -> str:
    told = no.reply.data if isinstance(no.reply.data, dict) else {}
    return " ".join(str(told.get("error_description") or told.get("error") or "").split())[:300].rstrip(".")
