"""What happens to messages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NoticeSent:
    order_id: int
    notice_id: int
    kind: str
