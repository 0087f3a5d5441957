"""What a file holds, as verbs are given it."""

from __future__ import annotations

import hashlib


class Content(bytes):
    """It shows as its digest, so that an operation's fingerprint stays small."""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self).hexdigest()

    def __repr__(self) -> str:
        return self.digest
