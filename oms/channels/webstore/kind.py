"""Web store as a channel."""

from __future__ import annotations

from oms.channels.kinds import Kind

KIND = Kind(
    code="webstore",
    label="Web store",
    turn=5,
    looks_itself=True,
)
