"""What goes into the log of an error: where it was, and nothing of what the database was given, since that may
be a customer's name or address.
"""

from __future__ import annotations

import re
import traceback

GIVEN = re.compile(
    r"^(?:DETAIL|CONTEXT):.*?(?=^\[SQL|^The above|^During handling|\Z)", re.MULTILINE | re.DOTALL
)


def trace(error: BaseException) -> str:
    """The traceback. PostgreSQL tells the row that it refused in a `DETAIL`, which is left out."""
    return GIVEN.sub("", "".join(traceback.format_exception(error))).rstrip()
