"""How eBay tells: signed with a key that it shows to who asks for it, one for each line, and some of them twice."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

POST = httpx.Client(timeout=60)
GOOD = range(200, 300)


@dataclass
class SigningKey:
    """A key pair. The public part is shown with its armour on one line."""

    key_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    pair: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))

    def shown(self) -> dict[str, str]:
        public = self.pair.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return {"key": public.decode().replace("\n", ""), "algorithm": "ECDSA", "digest": "SHA1"}

    def header(self, body: bytes) -> str:
        signed = base64.b64encode(self.pair.sign(body, ECDSA(SHA1()))).decode()  # noqa: S303 — as eBay does
        told = {"alg": "ecdsa", "kid": self.key_id, "signature": signed, "digest": "SHA1"}
        return base64.b64encode(json.dumps(told).encode()).decode()


@dataclass
class Destination:
    """An address that eBay tells, once it has shown that it knows the token."""

    address: str
    token: str
    delivered: list[tuple[str, int | None]] = field(default_factory=list)
    """Each notification's id, and what was answered; None where nobody did."""

    def deliver(self, told: dict[str, Any], key: SigningKey, *, attempts: int = 3) -> int | None:
        """Tried again until somebody says that it came."""
        status = None
        for attempt in range(1, attempts + 1):
            told["notification"]["publishAttemptCount"] = attempt
            body = json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()
            status = self._post(body, key.header(body))
            self.delivered.append((told["notification"]["notificationId"], status))
            if status in GOOD:
                break
        return status

    def _post(self, body: bytes, signature: str) -> int | None:
        headers = {"Content-Type": "application/json", "X-EBAY-SIGNATURE": signature}
        try:
            return POST.post(self.address, content=body, headers=headers).status_code
        except httpx.HTTPError:
            return None
