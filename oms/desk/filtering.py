"""Which orders the queue shows, told by the words of its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from oms.core.digits import is_whole
from oms.orders.headline import CLOSED, Code

STRIP = (
    (Code.NEEDS_YOU, "Need you"),
    (Code.READY, "Ready to pick"),
    (Code.PICKING, "Being picked"),
    (Code.TO_PACK, "Ready to pack"),
    (Code.PACKED, "Wait for pickup"),
    ("waiting", "Unpaid or short"),
)
WAITING = (Code.UNPAID, Code.SHORT)
SHOWS = {
    "open": "All open",
    "late": "Late",
    "singles": "Singles",
    "shipped": "Shipped",
    "cancelled": "Cancelled",
    "all": "Everything",
}


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """`show` is a headline's code or one of SHOWS; `after` is where the page begins."""

    show: str = "open"
    q: str = ""
    channel: int | None = None
    after: str = ""

    @classmethod
    def from_words(cls, words: Mapping[str, str]) -> QueueFilter:
        """What cannot be understood is left out."""
        show = words.get("show", "open")
        known = show in SHOWS or show in dict(STRIP) or show in set(Code)
        channel = words.get("channel", "")
        return cls(
            show=show if known else "open",
            q=words.get("q", "").strip()[:100],
            channel=int(channel) if is_whole(channel) else None,
            after=words.get("after", "")[:80],
        )

    @property
    def newest_first(self) -> bool:
        """What is over is looked at from its end."""
        return self.show in {"all", "cancelled", "shipped", *CLOSED} or bool(self.q)

    def words(self, **changes: object) -> str:
        """The address of this filter with something else in it; a change begins on the first page."""
        other = replace(self, **{"after": "", **changes})  # type: ignore[arg-type]  # the fields of the filter
        told = {"show": other.show, "q": other.q, "channel": other.channel, "after": other.after}
        return urlencode(
            {name: value for name, value in told.items() if value and (name, value) != ("show", "open")}
        )
