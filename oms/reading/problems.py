"""What is wrong with a file as a whole, or with one row of it."""

from __future__ import annotations

from oms.core.errors import WrongInput


class UnreadableFile(WrongInput):
    """The whole file is refused: nothing of it may be imported."""


class RowProblem(Exception):
    """One row cannot be understood, so what it tells of is refused."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(reason)
        self.row = row
        self.reason = reason
