"""Templates: no script or style inside, and forms that also work without htmx."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import pytest
from jinja2 import Environment, nodes

from tests.architecture.sources import Rule, Source, read

INLINE = re.compile(r"""\sstyle=|\son[a-z]+=|javascript:|<style|<script(?![^>]*\ssrc=)""")
SAFE = re.compile(r"\|\s*safe\b")
SAFE_LISTED = {"""{{ "<br>" | safe if not loop.last }}"""}
HTMX = {
    "hx-get", "hx-post", "hx-target", "hx-swap", "hx-swap-oob", "hx-trigger", "hx-push-url", "hx-include",
    "hx-preserve", "hx-sync", "hx-encoding", "hx-select", "hx-boost", "hx-vals", "hx-indicator", "hx-replace-url",
    "hx-disabled-elt", "hx-history",
}  # fmt: skip
BLOCK = re.compile(r"\{%-?\s*block (\w+)")
NAMED = re.compile(r"[a-z]+(_[a-z]+)*")
CALLED_SO = {"content", "body", "block", "part", "fragment"}


class Tags(HTMLParser):
    """The elements of a template, with Jinja taken out."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.found: list[tuple[int, str, dict[str, str]]] = []
        self.feed(re.sub(r"\{[{%].*?[}%]\}", _plain, source.text, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((self.getpos()[0], tag, {name: value or "" for name, value in attrs}))


def _plain(jinja: re.Match[str]) -> str:
    """An expression as a word without quotes and brackets; a statement as nothing."""
    kept = re.sub(r"[^\w.]", "", jinja[0]) if jinja[0].startswith("{{") else " "
    return kept + "\n" * jinja[0].count("\n")


def _elements(sources: Iterable[Source]) -> Iterator[tuple[str, str, dict[str, str]]]:
    for source in sources:
        yield from ((f"{source.path}:{line}", tag, given) for line, tag, given in Tags(source).found)


def inline(sources: Iterable[Source]) -> list[str]:
    """The policy lets no browser run or apply it. Letters carry their style with them."""
    return [
        f"{source.path}:{number}"
        for source in sources
        for number, line in enumerate(source.text.splitlines(), 1)
        if (INLINE.search(line) and "/emails/" not in source.path) or _unescaped(line)
    ]


def _unescaped(line: str) -> bool:
    for listed in SAFE_LISTED:
        line = line.replace(listed, "")
    return bool(SAFE.search(line))


def unknown_htmx(sources: Iterable[Source]) -> list[str]:
    """What htmx 2 does not know, what needs eval, and what is inherited from far above."""
    return [
        f"{where} {name}"
        for where, _, given in _elements(sources)
        for name in given
        if name.startswith(("hx-", "data-hx-")) and name not in HTMX
    ]


def only_htmx(sources: Iterable[Source]) -> list[str]:
    """Without htmx the same form goes to the same place."""
    return [
        f"{where} <{tag} hx-post={given['hx-post']}>"
        for where, tag, given in _elements(sources)
        if "hx-post" in given and not _works_alone(tag, given)
    ]


def _works_alone(tag: str, given: dict[str, str]) -> bool:
    if tag == "form":
        return given.get("method") == "post" and bool(given.get("action"))
    return given.get("formaction") == given["hx-post"] or "hx-trigger" in given


def unprotected_forms(sources: Iterable[Source]) -> list[str]:
    return [
        f"{source.path}: {form[:60]}"
        for source in sources
        for form in re.findall(r"<form\b.*?</form>", source.text, re.DOTALL)
        if 'method="post"' in form and "ui.hidden()" not in form and "ui.csrf()" not in form
    ]


def blind_tops(sources: Iterable[Source]) -> list[str]:
    """What a page sets above its blocks, a block that is rendered alone does not see."""
    return [
        f"{source.path}:{node.lineno}"
        for source in sources
        if "{% extends" in source.text
        for node in Environment(autoescape=True).parse(source.text).body
        if isinstance(node, nodes.Assign | nodes.AssignBlock | nodes.Import | nodes.FromImport)
    ]


def badly_named_blocks(sources: Iterable[Source]) -> list[str]:
    return [
        f"{source.path}: {name}"
        for source in sources
        for name in BLOCK.findall(source.text)
        if not NAMED.fullmatch(name) or name in CALLED_SO
    ]


PAGE = "templates/orders/show.html"
BREACHES: list[tuple[Rule, str]] = [
    (inline, '<p style="color: red">'),
    (inline, "<script>alert(1)</script>"),
    (inline, '<a onclick="go()">'),
    (inline, "{{ order.note | safe }}"),
    (unknown_htmx, '<div hx-ignore="true">'),
    (unknown_htmx, '<div data-hx-on:click="x">'),
    (only_htmx, """<button hx-post="{{ url_for('orders.hold') }}">"""),
    (only_htmx, """<form hx-post="{{ url_for('orders.hold') }}" method="post">"""),
    (unprotected_forms, '<form method="post" action="/x"><input></form>'),
    (blind_tops, '{% extends "base.html" %}\n{% set x = 1 %}'),
    (badly_named_blocks, "{% block content %}"),
    (badly_named_blocks, "{% block lines2 %}"),
]


@pytest.mark.parametrize(("rule", "text"), BREACHES)
def test_the_rule_finds_a_breach(rule: Rule, text: str) -> None:
    assert rule([Source(PAGE, text)])


@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, _ in BREACHES), ids=lambda rule: rule.__name__)
def test_nothing_breaks(rule: Rule) -> None:
    assert rule(read("templates", ".html")) == []
