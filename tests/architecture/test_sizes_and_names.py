"""How long things may be and how they are named. Each rule is shown to find a breach."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from statistics import median, quantiles

import pytest

from tests.architecture.sources import Rule, Source, length, read

FORBIDDEN = re.compile(
    r"(^|_)(utils?|helpers?|managers?|process(es|or)?|handle|data|infos?|base|misc|common)(_|$)",
    re.IGNORECASE,
)
TAKEN = {
    "process_bind_param",
    "process_result_value",
    "process_formdata",
    "Base",
    "_is_common",
    "_common_words",
}  # as they say it
LONGEST_VIEW = 15
LIMITS = (
    (re.compile(r"oms/.*[.]py"), 300),
    (re.compile(r"tests/.*[.]py"), 200),
    (re.compile(r"templates/(.*/)?_[^/]*"), 30),
    (re.compile(r"templates/.*"), 120),
    (re.compile(r"static/css/.*[.]css"), 150),
    (re.compile(r"static/js/behaviours/.*[.]js"), 80),
)


def too_long(sources: Iterable[Source]) -> list[str]:
    return [
        f"{source.path} has {source.lines} lines"
        for source in sources
        if source.lines > next(most for path, most in LIMITS if path.fullmatch(source.path))
    ]


def long_views(sources: Iterable[Source]) -> list[str]:
    """Form, one verb, page: there is no room for a rule of the business."""
    return [
        f"{source.path}: {function.name} has {length(function)} lines"
        for source in sources
        for function in source.functions()
        if any(ast.unparse(one).startswith("bp.") for one in function.decorator_list)
        if length(function) > LONGEST_VIEW
    ]


def badly_named(sources: Iterable[Source]) -> list[str]:
    """Drawers are not words of the business."""
    return [
        f"{source.path}: {name}" for source in sources for name in _names(source) if FORBIDDEN.search(name)
    ]


def _names(source: Source) -> set[str]:
    defined = {
        node.name for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    return (defined | set(source.path.removesuffix(".py").split("/"))) - TAKEN


def undescribed(sources: Iterable[Source]) -> list[str]:
    """A package says in one sentence what it owns; a module what it does."""
    return [
        source.path
        for source in sources
        if not (ast.get_docstring(source.tree) or "").split("\n\n")[0].rstrip().endswith((".", "?"))
    ]


BREACHES: list[tuple[Rule, str, str]] = [
    (too_long, "oms/orders/placing.py", "\n" * 301),
    (too_long, "tests/orders/test_placing.py", "\n" * 201),
    (long_views, "oms/orders/views.py", "@bp.get('/x')\ndef show():\n" + "    go()\n" * 16),
    (badly_named, "oms/orders/utils.py", ""),
    (badly_named, "oms/orders/placing.py", "def process_order(): ...\n"),
    (undescribed, "oms/orders/__init__.py", "from oms import x\n"),
    (too_long, "templates/desk/_row.html", "\n" * 31),
    (too_long, "templates/desk/queue.html", "\n" * 121),
    (too_long, "static/css/components/chips.css", "\n" * 151),
    (too_long, "static/js/behaviours/scanner.js", "\n" * 81),
]


@pytest.mark.parametrize(("rule", "path", "text"), BREACHES)
def test_the_rule_finds_a_breach(rule: Rule, path: str, text: str) -> None:
    assert rule([Source(path, text)])


@pytest.mark.parametrize("rule", [too_long, long_views, badly_named, undescribed])
def test_nothing_breaks(rule: Rule) -> None:
    assert rule(read("oms", ".py")) == []


def test_tests_are_short_too() -> None:
    assert too_long(read("tests", ".py")) == []


def test_templates_styles_and_behaviours_are_short() -> None:
    pages = read("templates", ".html", ".txt")
    assert too_long([*pages, *read("static/css", ".css"), *read("static/js/behaviours", ".js")]) == []


def test_functions_are_short() -> None:
    lengths = [length(function) for source in read("oms", ".py") for function in source.functions()]
    assert median(lengths) <= 6
    assert quantiles(lengths, n=10)[-1] <= 20
