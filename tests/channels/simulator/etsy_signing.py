"""How Etsy signs what it tells by itself: over its id, its time and its body."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime


def signed(body: bytes, secret: str, at: datetime) -> dict[str, str]:
    """The headers of one message."""
    message_id, told_at = f"msg_{secrets.token_hex(8)}", str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    word = hmac.new(key, f"{message_id}.{told_at}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": told_at,
        "webhook-signature": f"v1,{base64.b64encode(word).decode()}",
    }
