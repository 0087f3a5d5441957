"""What is wrong with what somebody sent, as sentences for whoever programs the web store. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from oms.channels.webstore.words import LOOKS

MOST = 20
SENTENCES = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field.",
    "string_type": "This has to be text.",
    "int_type": "This has to be a whole number.",
    "int_parsing": "This has to be a whole number.",
    "bool_type": "This has to be true or false.",
    "list_type": "This has to be a list.",
    "model_type": "This has to be an object.",
    "string_too_long": "At most {max_length} characters.",
    "string_pattern_mismatch": "This has to be {looks}.",
    "greater_than_equal": "At least {ge}.",
    "less_than_equal": "At most {le}.",
    "too_short": "At least {min_length} of them.",
    "too_long": "At most {max_length} of them.",
}


def is_no_json(error: ValidationError) -> bool:
    """Whether it could not be read at all."""
    return any(one["type"] == "json_invalid" for one in error.errors(include_url=False, include_input=False))


def faults(error: ValidationError) -> list[tuple[str, str]]:
    """Where, and what is wrong there. What was sent is not repeated: it may be about a customer."""
    found = error.errors(include_url=False, include_input=False)
    return [(_where(one["loc"]), _what(one)) for one in found[:MOST]]


def _where(place: tuple[int | str, ...]) -> str:
    return ".".join(str(one) for one in place)[:120]


def _what(one: Mapping[str, Any]) -> str:
    said, told = SENTENCES.get(one["type"]), one.get("ctx", {})
    if said is not None:
        return said.format(**told | {"looks": LOOKS.get(told.get("pattern", ""), "text without zero bytes")})
    return str(one["msg"]).removeprefix("Value error, ") + "."
