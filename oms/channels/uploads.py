"""Files that a channel takes: which rows go in, and which bytes come out. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from oms.channels.clients import Sending


@dataclass(frozen=True, slots=True)
class StockRow:
    """One offer for a stock file. `available` may still be sold; `promised` lies on the shelf for orders that
    the channel knows of and that have not left.
    """

    name: str
    available: int
    promised: int
    remote: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UploadFile:
    """The bytes as the channel wants them. `left_out` are rows that cannot go in, each with the reason."""

    filename: str
    content: bytes
    left_out: Mapping[str, str] = field(default_factory=dict)


class ShipmentUpload(Protocol):
    """A file by which a channel learns what was sent."""

    label: str
    wants_template: bool
    """Whether the seller has to hand in the channel's own file once, whose header is kept."""

    def read_template(self, content: bytes) -> Any:
        """What has to be remembered of the channel's own file, as JSON. Raises UnreadableFile."""
        ...

    def write(self, sendings: Sequence[Sending], template: Any) -> UploadFile: ...


class StockUpload(Protocol):
    """A file by which a channel learns how many are left."""

    label: str
    wants_template: bool

    def read_template(self, content: bytes) -> Any:
        """As above; the offers in it are in `offers`: a list of {key, name, title, quantity, remote}."""
        ...

    def write(self, rows: Sequence[StockRow], template: Any) -> UploadFile: ...
