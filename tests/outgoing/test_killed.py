"""A worker killed at the worst moment: the channel is being told, and nobody has its answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.outgoing.playing import account, confirmation, play, sent, work
from tests.outgoing.worker_for_tests import Remembering
from tests.shop import Shop

ROOT = Path(__file__).resolve().parents[2]


def let_a_worker_be_killed(shop: Shop, client: Remembering, moment: str) -> None:
    settings = shop.app.extensions["settings"]
    told = [settings.database_url, str(settings.instance), str(client.file), moment, "6"]
    command = [sys.executable, "-m", "tests.outgoing.worker_for_tests", *told]
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == -9


def test_it_is_told_once(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Remembering(tmp_path / "known")
    play(monkeypatch, client=client)
    sent(shop, account(shop), "LAMP")

    let_a_worker_be_killed(shop, client, "after")
    one = confirmation(shop)
    assert (client.told, one.told_at, one.calling_since is None) == ([str(one.id)], None, False)
    work(shop, minutes=8)
    assert confirmation(shop).told_at is None, "nobody knows yet whether the other one still calls"
    work(shop, minutes=30)

    assert confirmation(shop).told_at is not None
    assert client.told == [str(one.id)]
