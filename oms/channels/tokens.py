"""Tokens that a channel lends for a while: asked for once, kept in memory, and asked for again before they end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from threading import Lock
from typing import Any

from oms.channels.http import Http, Reply, TurnedDown
from oms.core import clock
from oms.core.errors import Unreachable

BEFORE_IT_ENDS = timedelta(minutes=1)
NOT_TAKEN = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


@dataclass(frozen=True, slots=True)
class Token:
    word: str = field(repr=False)
    until: datetime


_lent: dict[str, Token] = {}
_lock = Lock()


def lent_by(reply: Reply) -> Token:
    """What stands in the usual answer of such an address. Raises Unreachable where it is half of one."""
    told = reply.data if isinstance(reply.data, dict) else {}
    word, seconds = told.get("access_token"), told.get("expires_in")
    if not isinstance(word, str) or not isinstance(seconds, int):
        raise Unreachable("The channel's answer to our keys is not whole.")
    return Token(word, clock.now() + timedelta(seconds=seconds) - BEFORE_IT_ENDS)


def name_of(*keys: str) -> str:
    """By what a token is kept: it tells nothing of the keys that it was lent for."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


class Lending:
    """Calls that show a token. One that the channel does not take any more is replaced, once."""

    def __init__(
        self,
        http: Http,
        name: str,
        ask_for: Callable[[], Token],
        shown: Callable[[str], Mapping[str, str]],
    ) -> None:
        self._http, self._name, self._ask_for, self._shown = http, name, ask_for, shown

    def ask(self, method: str, address: str, **told: Any) -> Reply:
        kept = _lent.get(self._name)
        if kept is not None and kept.until > clock.now():
            try:
                return self._http.ask(method, address, headers=self._shown(kept.word), **told)
            except TurnedDown as no:
                if no.reply.status not in NOT_TAKEN:
                    raise
        return self._http.ask(method, address, headers=self._shown(self._renewed().word), **told)

    def _renewed(self) -> Token:
        token = self._ask_for()
        with _lock:
            _lent[self._name] = token
        return token


def forget_all() -> None:
    """What was lent is asked for again."""
    with _lock:
        _lent.clear()
