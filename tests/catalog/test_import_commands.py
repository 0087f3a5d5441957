"""`flask products import` and `flask stock import`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.catalog.bringing import candle, products, table
from tests.inventory.shelf import held
from tests.shop import Shop


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "products.csv"
    lamp = ["Desk Lamp", "", "LAMP", "", "", "", "A-01-1", 4]
    path.write_bytes(table(candle(Bin="A-02-1", Quantity=9), lamp, candle(SKU="")))
    return path


def run(shop: Shop, *words: object) -> tuple[int, str]:
    done = shop.app.test_cli_runner().invoke(args=[str(word) for word in words])
    return done.exit_code, done.output


def test_products_then_stock(shop: Shop, file: Path) -> None:
    code, said = run(shop, "products", "import", file)

    assert (code, "1 new" in said, "row 4: refused: It has no SKU" in said) == (0, True, True)
    assert "Beeswax Candle" in products(shop)
    assert run(shop, "stock", "import", file)[0] == 0
    assert held(shop, "LAMP") == 4
    assert "2 unchanged" in run(shop, "stock", "import", file)[1]


def test_a_preview_takes_nothing_in(shop: Shop, file: Path) -> None:
    code, said = run(shop, "products", "import", file, "--preview", "--json")

    told = json.loads(said)
    assert (code, told["rows"]) == (0, 3)
    assert told["counts"] == {"new": 1, "changed": 0, "unchanged": 1, "refused": 1, "ignored": 0}
    assert "Beeswax Candle" not in products(shop)
    run(shop, "stock", "import", file, "--preview")
    assert held(shop, "LAMP") == 0


def test_a_file_that_cannot_be_read_ends_with_1(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"Name\nLamp\n")

    assert run(shop, "products", "import", path, "--json")[0] == 1
    assert "a column “SKU”" in run(shop, "stock", "import", path)[1]
