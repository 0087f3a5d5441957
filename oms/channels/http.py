"""Calls to the API of a channel: one address that the owner entered, limits for everything, and no redirects."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx

from oms.channels.where import refuse_local
from oms.core import clock
from oms.core.errors import Permanent, Unreachable

TIMES = httpx.Timeout(15.0, connect=5.0)
WHILE_SOMEBODY_WAITS = httpx.Timeout(2.0, connect=1.0)
LARGEST = 32_000_000
LONGEST_WAIT = 3600.0
WORTH_A_RETRY = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `data` is the JSON in it, numbers with decimals exact; None where there was none."""

    status: int
    headers: httpx.Headers
    text: str = field(repr=False)
    data: Any = field(repr=False)


class AskedTooOften(Unreachable):
    """429: it is there, and wants to be left alone for a while."""


class NoSuchThing(Permanent):
    """404 or 410: what was asked for is not there."""


class TurnedDown(Permanent):
    """Any other 4xx. `reply` says more."""

    def __init__(self, sentence: str, reply: Reply) -> None:
        super().__init__(sentence)
        self.reply = reply


class Http:
    """Raises Unreachable where another try may help, Permanent where none can. Addresses are relative to the
    base, or absolute below it, as in the links to a next page; others are never asked.
    """

    def __init__(
        self,
        base_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        times: httpx.Timeout = TIMES,
    ) -> None:
        self._base = base_url.rstrip("/")
        trust = _whom_we_trust()
        try:
            self._client = httpx.Client(
                headers=headers, auth=auth, verify=trust, timeout=times, follow_redirects=False
            )
        except UnicodeEncodeError:
            raise Permanent("There are letters in the keys that no key has. Enter them again.") from None

    def close(self) -> None:
        self._client.close()

    def ask(
        self,
        method: str,
        address: str,
        *,
        told: Any = None,
        form: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send `told` as JSON, or `form` as a form, and read the answer."""
        refuse_local(urlsplit(self._base).hostname or "")
        content, kinds = _body(told, form)
        try:
            with self._client.stream(
                method,
                self._absolute(address),
                content=content,
                params=dict(params) if params else None,
                headers={**kinds, **(headers or {})},
            ) as answer:
                return _judged(_read(answer))
        except httpx.TimeoutException as error:
            raise Unreachable(f"{self._host} did not answer in time.") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise Unreachable(f"{self._host} could not be reached: {type(error).__name__}.") from error

    @property
    def _host(self) -> str:
        return urlsplit(self._base).netloc

    def _absolute(self, address: str) -> str:
        if not address.startswith(("http://", "https://")):
            return f"{self._base}/{address.lstrip('/')}"
        if not f"{address}/".startswith((f"{self._base}/", f"{self._base}?")):
            raise Permanent(f"The channel named an address that is not below {self._base}. It was not asked.")
        return address


@cache
def _whom_we_trust() -> ssl.SSLContext:
    """Read once: it takes longer than most calls."""
    return httpx.create_ssl_context()


def _body(told: Any, form: Mapping[str, str] | None) -> tuple[bytes | None, dict[str, str]]:
    if form is not None:
        return str(httpx.QueryParams(dict(form))).encode(), {
            "Content-Type": "application/x-www-form-urlencoded"
        }
    if told is None:
        return None, {}
    return json.dumps(told, ensure_ascii=False).encode(), {"Content-Type": "application/json"}


def _read(answer: httpx.Response) -> Reply:
    parts, size = [], 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > LARGEST:
            raise Unreachable("The channel's answer is too long to be one.")
        parts.append(part)
    body = b"".join(parts)
    text = body.decode("utf-8", "replace")
    return Reply(answer.status_code, answer.headers, text, _json(body, answer))


def _json(body: bytes, answer: httpx.Response) -> Any:
    if not body.strip():
        return None
    try:
        return json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        if answer.is_success:
            raise Unreachable("The channel's answer is not JSON, or it is cut off.") from error
        return None


def _judged(reply: Reply) -> Reply:
    status = reply.status
    if 200 <= status < 300:
        return reply
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise AskedTooOften(f"The channel answered {status}. It is tried again.", _retry_after(reply))
    if status in WORTH_A_RETRY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unreachable(f"The channel answered {status}. It is tried again.", _retry_after(reply))
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise NoSuchThing("The channel does not know it (404).")
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise TurnedDown(f"The channel does not accept the keys ({status}). Enter them again.", reply)
    raise TurnedDown(f"The channel says no ({status}).", reply)


def _retry_after(reply: Reply) -> float | None:
    """Seconds, told as such or as a date; not for ever."""
    told = reply.headers.get("Retry-After", "").strip()
    if not told:
        return None
    try:
        seconds = (
            float(told)
            if told.replace(".", "", 1).isdigit()
            else (parsedate_to_datetime(told) - clock.now()).total_seconds()
        )
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)
