"""Any other place that the shop sells at, as a channel."""

from __future__ import annotations

from oms.channels.kinds import Kind

KIND = Kind(code="other", label="Other", turn=80)
