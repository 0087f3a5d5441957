"""Amazon tells nothing by HTTP by itself. What its API gives when it is asked is read here."""

from __future__ import annotations

from collections.abc import Mapping

from oms.channels.amazon.orders import read_order
from oms.channels.events import Answer, Forged, Incoming, Label, Reading, Unreadable
from oms.reading.fields import BadField, Fields, read_json

OF_THE_API = "order"


class Webhooks:
    """Whoever sends something in Amazon's name is somebody else."""

    def greeting(self, incoming: Incoming, keys: Mapping[str, str]) -> Answer | None:
        del incoming, keys
        return None

    def verify(self, incoming: Incoming, keys: Mapping[str, str]) -> None:
        del incoming, keys
        raise Forged("Amazon sends no such messages")

    def label(self, incoming: Incoming) -> Label:
        del incoming
        return Label(topic="")

    def read(self, topic: str, body: bytes) -> Reading:
        if topic != OF_THE_API:
            return Reading(ignored="Amazon sends no such messages.")
        try:
            return read_order(Fields(read_json(body)))
        except BadField as problem:
            raise Unreadable(f"Amazon's order cannot be read: {problem}.") from problem
