"""A worker in a process of its own that is killed as it tells a channel: before the channel understood, or after.
What the channel knows is in a file, so that the next worker can ask it.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from oms import create_app
from oms.channels.clients import Access, Sending
from oms.channels.kinds import all_kinds
from oms.core import clock
from oms.core.delivering import deliver_due, lanes_due
from tests.shop import settings


@dataclass
class Remembering:
    """Killed at a moment, once; the next worker is left in peace."""

    file: Path
    moment: str = ""
    can_confirm: bool = True
    mails_the_buyer: bool = False

    def confirm(self, sending: Sending) -> str | None:
        self._may_die("before")
        with self.file.open("a") as known:
            known.write(f"{sending.key}\n")
        self._may_die("after")
        return None

    def is_confirmed(self, sending: Sending) -> bool:
        return sending.key in self.told

    @property
    def told(self) -> list[str]:
        return self.file.read_text().split() if self.file.exists() else []

    def __call__(self, access: Access) -> Remembering:
        del access
        return self

    def _may_die(self, moment: str) -> None:
        if self.moment == moment:
            os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, folder: str, memory: str, moment: str, minutes: str) -> None:
    app = create_app(settings(url, Path(folder)))
    client = Remembering(Path(memory), moment)
    all_kinds()["shopify"] = replace(all_kinds()["shopify"], client=client, other_carrier="Other")
    with app.app_context(), clock.travel(clock.now() + timedelta(minutes=float(minutes))):
        while deliver_due() or any(deliver_due(100, lane) for lane in lanes_due()):
            pass


if __name__ == "__main__":
    main(*sys.argv[1:])
