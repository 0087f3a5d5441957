"""Which SQLite may run in WAL mode.

Versions 3.7.0 to 3.51.2 can lose committed transactions when a commit races the reset of the log;
the fix is in 3.51.3 and was ported back to 3.44.6 and 3.50.7.
"""

from __future__ import annotations

FIRST_BAD, FIXED = (3, 7, 0), (3, 51, 3)
PORTED_BACK = ((3, 44, 6), (3, 50, 7))


def is_affected(version: str) -> bool:
    """Whether this SQLite has the WAL-reset bug."""
    number = tuple(int(part) for part in version.split("."))[:3]
    if not FIRST_BAD <= number < FIXED:
        return False
    return not any(number[:2] == fixed[:2] and number >= fixed for fixed in PORTED_BACK)


def journal_mode(version: str) -> tuple[str, str | None]:
    """The journal mode to run in, and the sentence to say where it is not the good one."""
    if not is_affected(version):
        return "WAL", None
    return "DELETE", (
        f"SQLite {version} can lose data in WAL mode, so it runs with journal_mode=DELETE: safe, but slower. "
        "Install the package pysqlite3, or a SQLite from 3.51.3 on."
    )
