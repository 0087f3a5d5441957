"""What every call of the API passes through, whoever it is for: the token, the pace, the address, the body."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, Response, g, request
from pydantic import ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from oms.channels.webstore.calls import Call
from oms.channels.webstore.faults import faults, is_no_json
from oms.channels.webstore.tokens import Bearer, bearer_of
from oms.channels.webstore.words import Words
from oms.core.errors import Missing, Refused, UsedAlready, WrongInput
from oms.core.operations import By
from oms.core.pacing import Pace
from oms.web.machines import for_machines
from oms.web.paces import claim

log = logging.getLogger(__name__)
bp = Blueprint("webstore", __name__)
V = TypeVar("V", bound=Callable[..., Response])
W = TypeVar("W", bound=Words)

CALLS = Pace("calls", at_once=600, each_second=20)
MOST = 1024 * 1024
TOKEN = re.compile(r"Bearer +(\S{1,200})", re.IGNORECASE)
KEY = re.compile(r"[!-~]{1,200}")


class Stranger(Refused):
    """No token that works (401). It says nothing more to whoever guesses."""

    status = 401


class OutOfScope(Refused):
    """The token is for something else (403)."""

    status = 403


class TooLarge(Refused):
    """More than anybody has to say at a time (413)."""

    status = 413

    def __init__(self) -> None:
        super().__init__("The body is larger than 1 MB. Nothing was kept.")


class NoJson(Refused):
    """Said in another language (415)."""

    status = 415


class Unreadable(WrongInput):
    """Nothing can be made of it (400)."""

    status = 400


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and as what act it counts."""

    channel_id: int
    by: By


def api(scope: str, summary: str, text: str, **told: Any) -> Callable[[V], V]:
    """Decorator: the view is a call of the API, which begins once the caller is let in and what was sent is read.
    It is given the caller and, by name, what its address names, `asked` and `said`.
    """
    call = Call(scope, summary, text, **told)

    def declare(view: V) -> V:
        @wraps(view)
        def answered(**named: str) -> Response:
            return _answered(call, view, named)

        answered.call = call  # type: ignore[attr-defined]  # read by the description
        return for_machines(answered)  # type: ignore[return-value]  # the route calls it by name

    return declare


def _answered(call: Call, view: Callable[..., Response], named: dict[str, str]) -> Response:
    bearer = _let_in(call.scope)
    told: dict[str, Any] = _named(call.named, named) if call.named else {}
    if call.asks:
        told["asked"] = _asked(call.asks)
    if call.takes:
        told["said"] = _said(call.takes)
    try:
        return view(Caller(bearer.channel_id, _by(bearer, needs_key=call.keyed)), **told)
    except UsedAlready as used:
        raise Refused("This Idempotency-Key was used for something else. Take a new one.") from used


def _let_in(scope: str) -> Bearer:
    shown = TOKEN.fullmatch(request.headers.get("Authorization", ""))
    bearer = bearer_of(shown[1]) if shown else None
    if bearer is None:
        log.warning("nobody is let in at %s without a token that works", request.endpoint)
        raise Stranger("A token that works is needed.")
    g.caller = f"token:{bearer.token_id}"
    claim(CALLS, who=g.caller)
    if scope not in bearer.scopes:
        log.warning("%s lacks the scope %s", g.caller, scope)
        raise OutOfScope(f"This token may not do that: it lacks the scope {scope}.")
    return bearer


def _by(bearer: Bearer, *, needs_key: bool) -> By:
    """The same key of the same token is the same act, now and after a restart."""
    actor, key = f"channel:{bearer.channel_id}", request.headers.get("Idempotency-Key")
    if key is None and not needs_key:
        return By(actor)
    if key is None or not KEY.fullmatch(key):
        raise Unreadable(
            "Send an Idempotency-Key: up to 200 letters, digits and marks, a new one for each act."
        )
    return By(actor, f"api:{bearer.token_id}:{hashlib.sha256(key.encode()).hexdigest()}")


def _named(model: type[Words], named: dict[str, str]) -> dict[str, Any]:
    try:
        return model.model_validate(named).model_dump()
    except ValidationError as error:
        raise Missing("Nothing can have that name.") from error


def _asked(model: type[W]) -> W:
    told = {name: texts[0] if len(texts) == 1 else texts for name, texts in request.args.lists()}
    try:
        return model.model_validate_strings(told, strict=False)
    except ValidationError as error:
        raise WrongInput("Something in the address is not right.", faults(error)) from error


def _said(model: type[W]) -> W:
    if request.mimetype != "application/json":
        raise NoJson("Send JSON, and say so: Content-Type: application/json.")
    try:
        return model.model_validate_json(_body())
    except ValidationError as error:
        if is_no_json(error):
            raise Unreadable("The body is not JSON. Nothing was kept.", faults(error)) from error
        raise WrongInput("Something in the body is not right. Nothing was kept.", faults(error)) from error


def _body() -> bytes:
    """One byte more than is taken: of a body that tells no length, what is over the limit is cut off in silence."""
    request.max_content_length = MOST + 1
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise TooLarge from error
    if len(body) > MOST:
        raise TooLarge
    return body


def given(answer: Words, status: int = 200) -> Response:
    return Response(answer.model_dump_json(), status, content_type="application/json")


def taken(answer: dict[str, Any], *, repeated: bool) -> Response:
    """The answer to something that was said; the same act is answered in the same words."""
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    response = Response(text, 201 if answer["outcome"] == "new" else 200, content_type="application/json")
    if repeated:
        response.headers["Idempotent-Replayed"] = "true"
    return response


@bp.after_request
def _say_how(response: Response) -> Response:
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
