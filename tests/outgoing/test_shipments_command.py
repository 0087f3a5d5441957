"""`flask outgoing shipments`: what waits, and the file, for whoever has a console."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.outgoing.playing import FakeFile, account, play, sent, work
from tests.shop import Shop

NUMBER = "00340434161094042557"


def test_the_console_lists_what_waits_and_makes_the_file(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(monkeypatch, client=None, shipment_upload=FakeFile())
    account_id, run = account(shop, connected=False), shop.app.test_cli_runner().invoke
    sent(shop, account_id, "LAMP", tracking=NUMBER)
    work(shop)
    assert run(args=["outgoing", "shipments", "Nordlicht"]).output == f"#1001\tDHL\t{NUMBER}\tfile\n"

    made = run(args=["outgoing", "shipments", "shopify:Nordlicht", "--file", str(tmp_path)])

    assert made.output == f"{tmp_path / 'shipments-0001.txt'}\n"
    assert NUMBER in (tmp_path / "shipments-0001.txt").read_text()
    assert "shopify:Nordlicht" in run(args=["outgoing", "shipments", "Elsewhere"]).output
