"""Square as a channel."""

from __future__ import annotations

from oms.channels.kinds import Kind

KIND = Kind(
    code="square",
    label="Square",
    turn=60,
)
