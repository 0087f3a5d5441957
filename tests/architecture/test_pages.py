"""Pages and their pieces: each is used, each page lies where its endpoint says, and what a view names is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from keyword import iskeyword
from pathlib import PurePosixPath

from flask import Flask

from oms.web.errors import PAGES as ERRORS
from tests.architecture.sources import ROOT, Source, read

OTHER_TEMPLATE = re.compile(r"""\{%-?\s*(?:extends|include|from|import)\s+"([^"]+)\"""")
NO_PAGES = ("ui/", "errors/", "emails/", "documents/")


def unused_templates(code: Iterable[Source], templates: Iterable[Source]) -> list[str]:
    strings = {
        node.value for source in code for node in ast.walk(source.tree) if isinstance(node, ast.Constant)
    }
    named = {name for source in templates for name in OTHER_TEMPLATE.findall(source.text)}
    named |= {f"documents/{name}" for name in named} | {f"errors/{code}.html" for code in ERRORS}
    return [
        path for path in map(_name, templates) if path not in named | strings and not _chosen(path, strings)
    ]


def _name(template: Source) -> str:
    return template.path.removeprefix("templates/")


def _chosen(path: str, strings: set[object]) -> bool:
    """Macros come by their name, letters and papers by their kind."""
    return path.startswith("ui/") or (
        path.startswith(("emails/", "documents/")) and PurePosixPath(path).stem in strings
    )


def test_every_template_is_used() -> None:
    code, templates = read("oms", ".py"), read("templates", ".html", ".txt")
    assert unused_templates(code, templates) == []
    assert unused_templates(code, [Source("templates/orders/old.html", "")]) == ["orders/old.html"]


def strange_paths(endpoints: Iterable[str], templates: Iterable[Source]) -> list[str]:
    """A page lies where its endpoint says. Pieces, answers and layouts have no address."""
    pages = [_name(one) for one in templates if "/" in _name(one) and not _name(one).startswith(NO_PAGES)]
    pages = [page for page in pages if not page.split("/")[1].startswith("_") and ".oob." not in page]
    return [page for page in pages if _endpoint(page) not in endpoints]


def _endpoint(page: str) -> str:
    """`orders.show` for `orders/show.html`; a word that Python keeps for itself ends in an underscore."""
    package, name = page.removesuffix(".html").split("/")
    return f"{package}.{name}_" if iskeyword(name) else f"{package}.{name}"


def test_every_page_lies_where_its_endpoint_says(app: Flask) -> None:
    endpoints = set(app.view_functions)
    assert strange_paths(endpoints, read("templates", ".html")) == []
    assert strange_paths(endpoints, [Source("templates/orders/view.html", "")]) == ["orders/view.html"]


def lost_blocks(code: Iterable[Source], texts: dict[str, str]) -> list[str]:
    """A block that a view asks for is in that template or in one that it extends."""
    return [
        f"{source.path}:{node.lineno} {block}"
        for source in code
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        for block in [
            k.value.value for k in node.keywords if k.arg == "block" and isinstance(k.value, ast.Constant)
        ]
        if block and not re.search(rf"block {block}\b", texts.get(str(node.args[0].value), ""))
    ]


def test_every_block_that_a_view_names_is_there() -> None:
    texts = {_name(source): source.text for source in read("templates", ".html")}
    assert lost_blocks(read("oms", ".py"), texts) == []
    assert lost_blocks([Source("oms/a.py", 'render("desk/queue.html", block="rose")')], texts)


def test_every_behaviour_that_a_template_names_is_there() -> None:
    scripts = {path.stem for path in (ROOT / "static/js/behaviours").glob("*.js")}
    named = {
        name
        for source in read("templates", ".html")
        for names in re.findall(r'data-behaviour="([\w -]+)"', source.text)
        for name in names.split()
    }
    always = {"hotkeys", "closing", "network"}
    assert named <= scripts
    assert scripts <= named | always, "every behaviour is used"
