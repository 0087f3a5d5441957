"""What the database's own rules refuse, as a sentence: whoever asks it cannot be overtaken by somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from oms.core.db import db
from oms.core.errors import Refused


@contextmanager
def refusing(sentence: str) -> Iterator[None]:
    """Where the block breaks a rule of the database, such as a name that is taken or a row that others
    point to, nothing of it stays and the sentence is the refusal. Part of a verb.
    """
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        raise Refused(sentence) from error
