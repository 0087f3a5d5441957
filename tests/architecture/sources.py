"""The project's own files, as text and as syntax, for rules that read them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One file, by its path from the root. Rules are tried on invented ones too."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    @property
    def package(self) -> str:
        """`orders` for `oms/orders/placing.py`, `demo` for `oms/demo.py`."""
        return self.path.removesuffix(".py").split("/")[1]

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1].split(".")[0]

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every module that is imported, also inside of functions, with its line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.lineno, node.module
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)

    def functions(self) -> Iterator[ast.FunctionDef]:
        yield from (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef))


def read(folder: str, *endings: str) -> list[Source]:
    files = sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in endings and path.is_file())
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text()) for path in files]


def length(function: ast.FunctionDef) -> int:
    """The lines of its body, without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1


Rule = Callable[[Iterable[Source]], list[str]]
"""The breaches that it finds, one a line."""
