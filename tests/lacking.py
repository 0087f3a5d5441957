"""What a machine may lack: a loud skip with the reason, and with CI=true a failure."""

from __future__ import annotations

import os

import pytest


def lacking(reason: str) -> None:
    """Skip the test that needs it; where everything has to be tested, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
