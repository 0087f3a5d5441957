"""The description of the API (OpenAPI 3.1), made of the declarations of its routes and of the words that they take
and give. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema

from oms.channels.webstore.answers import Problem
from oms.channels.webstore.calls import SCOPES, Call, Route
from oms.channels.webstore.words import Words

VERSION = "1"
JSON = "application/json"
REF = "#/components/schemas/{model}"
TEXT = (
    "How a web store of the shop's own tells its orders, and learns what became of them and how many it may sell. "
    "Money is whole numbers in the smallest unit of its currency: 1250 with EUR is 12.50, with JPY it is 1250. "
    "Moments have their time zone. What is not described here is refused, by the name of its field."
)
KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "New for each act. The same key and the same content again is answered in the same words and "
    "acts once, also after a restart; the same key with something else is refused (409).",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}
REPLAYED = {
    "Idempotent-Replayed": {
        "description": "Where this act was done before, and the answer is the one of then",
        "schema": {"const": "true"},
    }
}
WAIT = {"Retry-After": {"description": "Seconds", "schema": {"type": "string", "pattern": "^[0-9]+$"}}}
HOW = {"WWW-Authenticate": {"schema": {"const": "Bearer"}}}
ALWAYS = {
    401: "No token that works",
    403: "The token lacks the scope",
    429: "Too many calls; wait as long as Retry-After says",
    503: "The database does not answer, or there is too much to do. Nothing was kept; try again",
}
OF_BODY = {
    400: "The body is not JSON, or the Idempotency-Key is missing",
    413: "The body is larger than 1 MB",
    415: "The body is not said to be JSON",
    507: "The disk is full. Nothing was kept",
}
HEADERS: dict[int, Any] = {401: HOW, 429: WAIT, 503: WAIT}


def describe(routes: Iterable[Route]) -> dict[str, Any]:
    """The whole description."""
    known = list(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in known:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    token = {"type": "http", "scheme": "bearer", "description": "; ".join(_scopes())}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Backroom, for web stores", "version": VERSION, "description": TEXT},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas(known), "securitySchemes": {"token": token}},
    }


def _scopes() -> Iterable[str]:
    return (f"{scope}: {text}" for scope, text in SCOPES.items())


def schemas(routes: Iterable[Route]) -> dict[str, Any]:
    takes = {route.call.takes for route in routes if route.call.takes}
    gives = {model for route in routes for model in route.call.gives.values()} | {Problem}
    wanted = [(model, "validation") for model in takes] + [(model, "serialization") for model in gives]
    wanted.sort(key=lambda pair: pair[0].__name__)
    _, schema = models_json_schema(wanted, ref_template=REF)  # type: ignore[arg-type]  # its literals are these
    found: dict[str, Any] = schema["$defs"]
    return {name: _in_one_line(told) for name, told in found.items() if "properties" in told}


def _in_one_line(told: dict[str, Any]) -> dict[str, Any]:
    return told | {"description": " ".join(told["description"].split())}


def _operation(route: Route) -> dict[str, Any]:
    call = route.call
    told: dict[str, Any] = {
        "operationId": route.name,
        "summary": call.summary,
        "description": call.text,
        "security": [{"token": [call.scope]}],
        "parameters": [*parameters(call), *([{**KEY, "required": call.keyed}] if call.takes else [])],
        "responses": {str(status): answer for status, answer in sorted(_responses(call).items())},
    }
    if call.takes:
        content = {"schema": _ref(call.takes), "example": call.example}
        told["requestBody"] = {"required": True, "content": {JSON: content}}
    return told


def parameters(call: Call) -> list[dict[str, Any]]:
    """What the address names and asks."""
    found = []
    for where, model in (("path", call.named), ("query", call.asks)):
        schema = model.model_json_schema() if model else {"properties": {}}
        for name, told in schema["properties"].items():
            text = {"description": told["description"]}
            required = name in schema.get("required", ())
            found.append({"name": name, "in": where, "required": required, **text, "schema": _plain(told)})
    return found


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    """In an address nothing is null: what is not asked for is left out."""
    choices = [one for one in told.get("anyOf", [told]) if one.get("type") != "null"]
    return {k: v for k, v in choices[0].items() if k not in {"title", "description"}}


def _responses(call: Call) -> dict[int, Any]:
    replayed = {"headers": REPLAYED} if call.takes else {}
    found: dict[int, Any] = {
        status: {"description": " ".join((model.__doc__ or "").split()), **_json(model), **replayed}
        for status, model in call.gives.items()
    }
    return found | {status: _problem(status, text) for status, text in refusals(call).items()}


def refusals(call: Call) -> dict[int, str]:
    """Why it may fail, by status."""
    found = dict(ALWAYS)
    if call.takes:
        found |= OF_BODY
    if call.takes or call.asks:
        found[422] = "Something is not as described; the details say where"
    if call.named:
        found[404] = "There is no such thing"
    if call.takes:
        found[409] = "The key was used for something else, or the business says no"
    return dict(sorted(found.items()))


def _problem(status: int, text: str) -> dict[str, Any]:
    headers = {"headers": HEADERS[status]} if status in HEADERS else {}
    return {"description": text, **_json(Problem), **headers}


def _json(model: type[Words]) -> dict[str, Any]:
    return {"content": {JSON: {"schema": _ref(model)}}}


def _ref(model: type[Words]) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}
