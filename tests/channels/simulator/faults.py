"""What may go wrong with an answer, told beforehand: so many times, for paths that begin so."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from flask import Response, request


@dataclass
class Fault:
    """`status` instead of the answer; `delay` seconds before it; `html` where JSON should be; `cut` in its middle;
    `after` lets the channel do what it was asked before the answer is lost.
    """

    path: str
    times: int = 1
    status: int | None = None
    retry_after: str | None = None
    delay: float = 0.0
    html: bool = False
    cut: bool = False
    after: bool = False

    def spoil(self, answer: Response | None) -> Response:
        time.sleep(self.delay)
        if self.status is not None:
            answer = Response("trouble", self.status)
        elif self.html or answer is None:
            answer = Response("<html>Sign in</html>", 200, content_type="text/html")
        if self.cut:
            whole = answer.get_data()
            answer = Response(whole[: len(whole) // 2], answer.status_code, content_type=answer.content_type)
        if self.retry_after is not None:
            answer.headers["Retry-After"] = self.retry_after
        return answer


@dataclass
class Faults:
    """Those that are still to come, and every call that was made."""

    waiting: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, path: str, **told: object) -> None:
        with self._lock:
            self.waiting.append(Fault(path, **told))  # type: ignore[arg-type]

    def next_for(self, path: str) -> Fault | None:
        with self._lock:
            self.calls.append((request.method, path))
            fault = next((one for one in self.waiting if path.startswith(one.path)), None)
            if fault is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
            return fault
