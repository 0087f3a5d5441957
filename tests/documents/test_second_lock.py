"""Under the fetcher that refuses is an interpreter that refuses. These run code inside of the press to show it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from oms.documents.pressroom import START

ROOT = Path(__file__).resolve().parents[2]
OWN_MODULE = "open(press.__file__)"
DEEDS = [
    "open('/etc/hostname')",
    f"open('{ROOT}/app.py')",
    "open(1)",
    "os.open('/etc/hostname', 0)",
    "socket.create_connection(('127.0.0.1', 9), 1)",
    "urllib.request.urlopen('http://127.0.0.1:9/', timeout=1)",
    "os.system('true')",
    "subprocess.run(['true'])",
    "os.fork()",
]
INTRUDER = """
import json, os, socket, subprocess, urllib.request
from oms.documents import press
sys.addaudithook(press._stay_inside)
said = {}
for deed in json.loads(control):
    try:
        exec(deed)
        said[deed] = "done"
    except OSError as error:
        said[deed] = str(error)
print(json.dumps(said), flush=True)
os._exit(0)
"""


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """What came of each deed."""
    code = START.partition("from oms")[0] + INTRUDER
    given = [sys.executable, "-I", "-c", code, str(ROOT), json.dumps([*DEEDS, OWN_MODULE]), "", ""]
    done = subprocess.run(given, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("deed", DEEDS)
def test_the_press_reaches_nothing_even_with_code_of_its_own(deed: str, said: dict[str, str]) -> None:
    assert "The press does not" in said[deed]


def test_the_press_may_read_the_modules_that_it_is_made_of(said: dict[str, str]) -> None:
    assert said[OWN_MODULE] == "done"
