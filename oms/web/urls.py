"""Addresses that a browser tells us."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def parts_of(url: str | None) -> SplitResult:
    """The parts of an address; all of them empty where it is none."""
    try:
        return urlsplit(url or "")
    except ValueError:
        return urlsplit("")
