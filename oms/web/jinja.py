"""What every template may use: macros under `ui`, times and money in the shop's words, hashed assets."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, g, request, url_for
from jinja2 import Environment, StrictUndefined

from oms.core import clock
from oms.core.money import format_money
from oms.web.habits import habits
from oms.web.nav import nav_items
from oms.web.times import calendar_day, clock_time, exact_time, near_time, until


class Macros:
    """All macros of `templates/ui`, reached by name, so that a block rendered alone has them too."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._found: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if not self._found:
            self._found = self._find()
        try:
            return self._found[name]
        except KeyError:
            raise AttributeError(f"There is no macro {name} in templates/ui") from None

    def _find(self) -> dict[str, Any]:
        """All at once: another thread must never see half of them."""
        found: dict[str, Any] = {}
        for template in self._environment.list_templates(filter_func=lambda path: path.startswith("ui/")):
            module = self._environment.get_template(template).module
            found.update({k: v for k, v in vars(module).items() if not k.startswith("_")})
        return found


def prepare(app: Flask) -> None:
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(
        ui=Macros(environment),
        nav_items=nav_items,
        asset=asset,
        dom_id=dom_id,
        fresh_id=lambda: uuid4().hex,
        now=clock.now,
        endpoints=app.view_functions,
    )
    environment.filters.update(
        money=money,
        near=near_time,
        exact=exact_time,
        clock=clock_time,
        day=calendar_day,
        until=until,
        iso=lambda moment: moment.isoformat() if isinstance(moment, datetime) else "",
        plural=plural,
        idset=frozenset,
    )
    app.context_processor(lambda: {"current_user": g.get("user")})


def asset(path: str) -> str:
    """The address of a static file, with its content in it so that a browser may keep it for ever."""
    return _address(path, request.script_root)


@lru_cache(maxsize=500)
def _address(path: str, _prefix: str) -> str:
    return url_for("static", filename=path, v=_digest(path))


def _digest(path: str) -> str:
    file = Path(__file__).resolve().parents[2] / "static" / path
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def dom_id(thing: Any, part: str = "") -> str:
    """The id of a thing's element on the page: `order-42-headline`."""
    name = f"{type(thing).__name__.lower()}-{thing.id}"
    return f"{name}-{part}" if part else name


def money(amount_minor: int | None, currency: str | None) -> str:
    """As the shop writes it; an unknown amount is a dash."""
    return format_money(amount_minor, currency, habits().locale)


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 item`, `3 items`."""
    return f"{count} {one if count == 1 else many or one + 's'}"
