"""`flask orders import FILE` and `flask orders export --jsonl`: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from oms.channels.models import Channel
from oms.core.db import db
from oms.floorplan.models import Site
from tests.channels.bringing import account, numbers, order
from tests.channels.files import shopify
from tests.shop import Shop


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "orders.csv"
    file.write_bytes(shopify(order(1001), order(1002), order(1003, Lineitem_quantity="many")))
    return file


def run(shop: Shop, *told: object) -> Result:
    return shop.app.test_cli_runner().invoke(args=["orders", *map(str, told)])


def test_a_file_is_imported_and_every_row_accounted_for(shop: Shop, path: Path) -> None:
    account(shop)

    result = run(shop, "import", path)

    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "Shopify orders export (UTF-8), 3 rows",
        "       2 new",
        "       0 changed",
        "       0 unchanged",
        "       0 ignored",
        "       1 refused",
        "  row 4: refused: Lineitem quantity: “many” is not a whole number of units",
    ]
    assert numbers(shop) == ["#1001", "#1002"]


def test_a_preview_changes_nothing(shop: Shop, path: Path) -> None:
    account(shop)

    result = run(shop, "import", path, "--preview", "--json")

    told = json.loads(result.output)
    assert (result.exit_code, told["counts"]["new"], told["done"]) == (0, 2, 0)
    assert numbers(shop) == []


def test_as_json_it_is_one_object(shop: Shop, path: Path) -> None:
    account(shop)

    told = json.loads(run(shop, "import", path, "--json").output)

    assert told == {
        "import": 1,
        "format": "Shopify orders export",
        "encoding": "UTF-8",
        "rows": 3,
        "counts": {"new": 2, "changed": 0, "unchanged": 0, "ignored": 0, "refused": 1},
        "done": 2,
        "to_do": 2,
        "failed": 0,
        "notes": [
            {
                "row": 4,
                "number": "#1003",
                "verdict": "refused",
                "reason": "Lineitem quantity: “many” is not a whole number of units",
            }
        ],
    }


def test_the_same_file_again_changes_nothing(shop: Shop, path: Path) -> None:
    account(shop)
    run(shop, "import", path)

    told = json.loads(run(shop, "import", path, "--json").output)

    assert (told["to_do"], told["counts"]["unchanged"]) == (0, 2)


def test_an_account_that_is_named_is_made(shop: Shop, path: Path) -> None:
    run(shop, "import", path, "--channel", "shopify", "--account", "one")
    run(shop, "import", path, "--channel", "shopify", "--account", "two")

    lines = [json.loads(line) for line in run(shop, "export", "--jsonl").output.splitlines()]
    assert [(line["account"], line["number"]) for line in lines] == [
        ("one", "#1001"),
        ("one", "#1002"),
        ("two", "#1001"),
        ("two", "#1002"),
    ]


def test_the_first_file_of_a_channel_makes_its_account(shop: Shop, path: Path) -> None:
    run(shop, "import", path)
    run(shop, "import", path)

    lines = [json.loads(line) for line in run(shop, "export", "--jsonl").output.splitlines()]
    assert [(line["channel"], line["account"], line["number"]) for line in lines] == [
        ("shopify", "shopify", "#1001"),
        ("shopify", "shopify", "#1002"),
    ]


def test_a_shop_that_has_no_site_yet_gets_one(app: Flask, path: Path) -> None:
    result = app.test_cli_runner().invoke(args=["orders", "import", str(path)])

    assert result.exit_code == 0, result.output
    with app.app_context():
        assert db.session.scalars(select(Site.name)).all() == ["Back room"]


def test_a_name_that_a_refused_file_comes_with_makes_no_account(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "nothing.csv"
    file.write_bytes(b"a,b\n1,2\n")

    run(shop, "import", file, "--channel", "shopify", "--account", "typo")

    with shop.inside():
        assert db.session.scalar(select(Channel).where(Channel.kind == "shopify")) is None


def write(folder: Path, content: bytes) -> Path:
    file = folder / "told.csv"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("content", "told", "sentence"),
    [
        (b"a,b\n1,2\n", (), "missing columns: Name, Created at"),
        (b"", (), "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", (), "binary file"),
        (shopify(order())[:-30], (), "is cut off"),
        (shopify(order()), ("--channel", "amazon", "--account", "x"), "not one of Amazon"),
    ],
)
def test_a_refusal_is_one_sentence_on_the_error_stream(
    shop: Shop, tmp_path: Path, content: bytes, told: tuple[str, ...], sentence: str
) -> None:
    account(shop)

    result = run(shop, "import", write(tmp_path, content), *told)

    assert (result.exit_code, result.stdout) == (1, "")
    assert sentence in result.stderr
    assert numbers(shop) == []


def test_as_json_a_refusal_is_json_too(shop: Shop, tmp_path: Path) -> None:
    result = run(shop, "import", write(tmp_path, b"\0"), "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["refused"].startswith("This is a binary file")


def test_a_file_of_several_accounts_asks_which(shop: Shop, path: Path) -> None:
    account(shop)
    account(shop, name="outlet")

    for told in ((), ("--channel", "shopify")):
        result = run(shop, "import", path, *told)
        assert result.exit_code == 1
        assert "Say which" in result.stderr


def test_a_file_that_is_not_there_is_a_wrong_call(shop: Shop) -> None:
    assert run(shop, "import", "/nowhere.csv").exit_code == 2


def test_a_huge_file_is_refused_before_it_is_read(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as writing:
        writing.truncate(200_000_000)

    result = run(shop, "import", file)

    assert (result.exit_code, "200.0 MB; 50 MB is the most" in result.stderr) == (1, True)


def test_an_export_of_nothing_is_empty(shop: Shop) -> None:
    assert run(shop, "export", "--jsonl").output == ""
