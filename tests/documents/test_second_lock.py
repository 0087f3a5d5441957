"""Under the fetcher that refuses is an interpreter that refuses. These run code inside of the press to show it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from oms.documents.pressroom import START

ROOT = Path(__file__).resolve().parents[2]
INTRUDER = """
import os, socket, subprocess, urllib.request
from oms.documents import press
sys.addaudithook(press._stay_inside)
try:
    {deed}
except OSError as error:
    print(error, flush=True)
os._exit(0)
"""


def after(deed: str) -> str:
    entered = START.partition("from oms")[0]
    code = entered + INTRUDER.format(deed=deed)
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(ROOT), "0", "0"], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/hostname')",
        f"open('{ROOT}/app.py')",
        "open(1)",
        "os.open('/etc/hostname', 0)",
        "socket.create_connection(('127.0.0.1', 9), 1)",
        "urllib.request.urlopen('http://127.0.0.1:9/', timeout=1)",
        "os.system('true')",
        "subprocess.run(['true'])",
        "os.fork()",
    ],
)
def test_the_press_reaches_nothing_even_with_code_of_its_own(deed: str) -> None:
    assert "The press does not" in after(deed)


def test_the_press_may_read_the_modules_that_it_is_made_of() -> None:
    assert after("open(press.__file__)") == ""
