"""The key that signs sessions and forms: given by SECRET_KEY, or made once and kept beside the database."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

SHORTEST, FEWEST_DIFFERENT = 32, 8
PLACEHOLDERS = ("changeme", "change-me", "change_me", "secret", "password", "example", "insecure", "default")


def find_key(given: str | None, file: Path) -> tuple[str, str | None]:
    """The key, and the sentence to refuse it with, if it is one that can be guessed or read."""
    if given is not None:
        return given, weakness(given, "SECRET_KEY")
    if not file.exists():
        _keep_new(file)
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return "", f"The key in {file} can be read by others. Run: chmod 600 {file}"
    key = file.read_text().strip()
    return key, weakness(key, f"The key in {file}")


def weakness(key: str, name: str) -> str | None:
    """What is wrong with this key, if anything."""
    if len(key) < SHORTEST:
        return f"{name} should be at least {SHORTEST} random characters, not {len(key)}."
    if len(set(key)) < FEWEST_DIFFERENT or any(word in key.casefold() for word in PLACEHOLDERS):
        return f"{name} should be {SHORTEST} or more random characters; this one can be guessed."
    return None


def _keep_new(file: Path) -> None:
    """Whole or not at all: of two that start at once, both use the key of the first."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as new:
        new.write(secrets.token_urlsafe(48))
        new.flush()
        os.fsync(descriptor)
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
