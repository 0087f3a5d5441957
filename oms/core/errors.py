"""What can go wrong, told apart by what a person or the worker does about it."""

from __future__ import annotations

from collections.abc import Sequence


class Refused(Exception):
    """The business says no (409). The text is the sentence that a shopkeeper reads."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class WrongInput(Refused):
    """What was given cannot be understood (422). `details` tell a program where, and what is wrong there."""

    status = 422

    def __init__(self, sentence: str, details: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(sentence)
        self.details = tuple(details)


class Missing(Refused):
    """There is no such thing (404)."""

    status = 404


class Stale(Refused):
    """Somebody changed it meanwhile. `changes` are (field, theirs, yours) for the person to choose from."""

    def __init__(self, sentence: str, changes: list[tuple[str, str, str]]) -> None:
        super().__init__(sentence)
        self.changes = changes


class UsedAlready(Refused):
    """The id of this act was used for another one."""

    def __init__(self) -> None:
        super().__init__("This form was already used for something else. Reload the page and try again.")


class DiskFull(Exception):
    """Nothing could be written. What was there before is whole."""


class Unreachable(Exception):
    """The outside did not answer, or asked us to wait: worth another try."""

    def __init__(self, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Permanent(Exception):
    """The outside said no for good: trying again cannot help."""


class Waits(Exception):
    """It cannot be done yet and nobody is to blame: kept and tried now and then, and no try counts.
    `seconds` is for how long there is no use in trying, where that is known.
    """

    def __init__(self, sentence: str, seconds: float | None = None) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class NotDone(Exception):
    """There is more to do: the worker shall run this again at once. Not a failure."""
