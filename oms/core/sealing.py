"""What others entrusted to us, such as the keys of a channel, lies sealed in the database: without the
secret key of the installation nobody can read it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from oms.core.errors import Refused

LOST = "These keys were kept with another secret key of this installation. Enter them again."


def seal(value: Any) -> str:
    """Encrypted and signed, as text; the same value never looks the same twice."""
    return _box().encrypt(json.dumps(value).encode()).decode()


def unseal(sealed: str) -> Any:
    """The reverse of `seal`. Refuses what was sealed with another key."""
    try:
        return json.loads(_box().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise Refused(LOST) from error


def _box() -> Fernet:
    return _made(current_app.config["SECRET_KEY"])


@cache
def _made(secret: str) -> Fernet:
    """Its own key, derived, so that neither tells the other."""
    key = hashlib.blake2b(secret.encode(), digest_size=32, person=b"backroom-sealing").digest()
    return Fernet(base64.urlsafe_b64encode(key))
