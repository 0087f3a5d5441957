"""The rules that keep the house standing. Each is a function that lists the breaches, and each is shown to find one."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from tests.architecture.house import AT_THE_EDGE, EDGE, FLOOR, FLOORS, PURE, TOP, WEB
from tests.architecture.sources import Rule, Source, read

DIRTY = ("sqlalchemy", "flask", "oms.core.db", "oms.core.clock", "oms.web", "time", "random", "socket")
COMMITS = re.compile(r"\b(session|connection|engine|db)(\(\))?\.(commit|begin)\(")


def upward_imports(sources: Iterable[Source]) -> list[str]:
    """Imports go down; a package on the same floor is as far away as one above."""
    return [
        f"{source.path}:{line} imports {module}"
        for source in sources
        for line, module in source.imports()
        if module.startswith("oms.") and _is_up(source, module)
    ]


def _is_up(source: Source, module: str) -> bool:
    there, here = module.split(".")[1], source.package
    return there != here and FLOOR.get(there, TOP) >= FLOOR.get(here, TOP) != TOP


def web_below_the_edge(sources: Iterable[Source]) -> list[str]:
    """Only forms, views, commands and openings know of requests and pages."""
    return [
        f"{source.path}:{line} imports {module}"
        for source in sources
        if source.package not in {"web", *FLOORS[TOP]} and source.path not in AT_THE_EDGE
        if not EDGE.fullmatch(source.name)
        for line, module in source.imports()
        if module.startswith(WEB)
    ]


def commits_elsewhere(sources: Iterable[Source]) -> list[str]:
    """One function begins and ends transactions."""
    return [
        f"{source.path}:{number} {line.strip()}"
        for source in sources
        if source.path != "oms/core/db.py"
        for number, line in enumerate(source.text.splitlines(), 1)
        if COMMITS.search(line)
    ]


def writing_views(sources: Iterable[Source]) -> list[str]:
    """A view calls a verb; it opens no transaction and changes no row by itself."""
    return [
        f"{source.path}:{line} imports {module}"
        for source in sources
        if source.name.endswith("views")
        for line, module in source.imports()
        if module.endswith((".transaction", ".record", ".upsert")) or module == "sqlalchemy.update"
    ]


def impure(sources: Iterable[Source]) -> list[str]:
    """Rules that can be worked out on paper need neither database nor clock."""
    return [
        f"{source.path}:{line} imports {module}"
        for source in sources
        if source.name in PURE.get(source.path.removeprefix("oms/").rpartition("/")[0], ())
        for line, module in source.imports()
        if module in DIRTY or module.startswith(tuple(f"{one}." for one in DIRTY))
    ]


BREACHES: list[tuple[Rule, str, str]] = [
    (upward_imports, "oms/orders/placing.py", "def f():\n    from oms.desk.queries import rows\n"),
    (upward_imports, "oms/catalog/service.py", "from oms.floorplan.models import Place\n"),
    (upward_imports, "oms/core/db.py", "import oms.web.auth\n"),
    (upward_imports, "oms/core/db.py", "from oms import demo\n"),
    (web_below_the_edge, "oms/orders/placing.py", "from flask import g\n"),
    (web_below_the_edge, "oms/picking/queries.py", "from oms.web.htmx import render\n"),
    (commits_elsewhere, "oms/desk/views.py", "db.session.commit()\n"),
    (commits_elsewhere, "oms/desk/views.py", "with db.engine.begin() as connection:\n    pass\n"),
    (writing_views, "oms/desk/views.py", "from oms.core.db import transaction\n"),
    (impure, "oms/picking/routing.py", "from oms.core import clock\n"),
    (impure, "oms/channels/amazon/parsing.py", "import sqlalchemy.orm\n"),
]


@pytest.mark.parametrize(("rule", "path", "text"), BREACHES)
def test_the_rule_finds_a_breach(rule: Rule, path: str, text: str) -> None:
    assert rule([Source(path, text)])


@pytest.mark.parametrize(
    "rule", dict.fromkeys(rule for rule, _, _ in BREACHES), ids=lambda rule: rule.__name__
)
def test_nothing_breaks(rule: Rule) -> None:
    assert rule(read("oms", ".py")) == []


def test_every_rule_has_something_to_judge() -> None:
    paths = {source.path for source in read("oms", ".py")}
    assert {path.removesuffix(".py").split("/")[1] for path in paths} <= set(FLOOR)
    assert {f"oms/{folder}/{name}.py" for folder, names in PURE.items() for name in names} <= paths
