"""Hashes of passwords and PINs, and of the random tokens that browsers and links carry."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A hash on its way into a verb. It says nothing of itself, so that neither a log nor the
    fingerprint of the operation depends on it.
    """

    hashed: str

    def __repr__(self) -> str:
        return "Secret"


def hash_secret(text: str) -> Secret:
    """The hash of a password or PIN. Slow on purpose: never call it inside of a transaction."""
    return Secret(HASHER.hash(_spelt(text)))


def is_secret(text: str, hashed: str | None) -> bool:
    """Whether this is the password. For somebody who has none it takes as long, and it is not."""
    try:
        return HASHER.verify(hashed or _nobody(), _spelt(text)) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_for(operation_id: str, key: str | bytes) -> str:
    """The token of one operation: the same form sent twice makes the same link."""
    secret = key.encode() if isinstance(key, str) else key
    return hmac.new(secret, f"invitation {operation_id}".encode(), hashlib.sha256).hexdigest()


def hash_token(token: str) -> str:
    """Tokens are long and random, so that a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _spelt(text: str) -> str:
    """The same password from every keyboard: some compose an umlaut of two characters."""
    return unicodedata.normalize("NFKC", text)


@cache
def _nobody() -> str:
    return HASHER.hash(secrets.token_hex())
