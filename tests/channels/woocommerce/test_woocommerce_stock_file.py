"""A stock update made over the shop's own product export: only what the shop counts, in its own language."""

from __future__ import annotations

from typing import Any

import pytest

from oms.channels.uploads import StockRow
from oms.channels.woocommerce.stock_file import NOT_IN_IT, STOCK_FILE
from oms.reading.problems import UnreadableFile
from tests.channels.woocommerce.messages import SAMPLES

EXPORT = (SAMPLES / "products.csv").read_bytes()
BOM = "\ufeff"


@pytest.fixture
def template() -> Any:
    return STOCK_FILE.read_template(EXPORT)


def row(name: str, available: int, **remote: str) -> StockRow:
    return StockRow(name, available, 5, remote)


def written(template: Any, *rows: StockRow) -> list[str]:
    return STOCK_FILE.write(rows, template).content.decode().splitlines()


def test_the_export_tells_what_is_on_offer(template: Any) -> None:
    found = {offer["name"]: offer for offer in template["offers"]}

    assert [*found] == ["00712", "LAMP-STEEL", "LAMP-OLD", "id:80", "GIFT-CARD", "SOCK"]
    assert found["00712"] == {
        "key": "72",
        "name": "00712",
        "title": "Desk Lamp – Brass",
        "quantity": 12,
        "remote": {"product": "71", "variation": "72", "counted": "yes"},
    }
    assert found["LAMP-STEEL"]["remote"]["product"] == "71"
    assert [found[name]["quantity"] for name in ("LAMP-STEEL", "id:80", "LAMP-OLD", "GIFT-CARD")] == [
        0,
        -3,
        None,
        None,
    ]


def test_the_file_has_what_may_still_be_sold_and_nothing_else_is_touched(template: Any) -> None:
    made = STOCK_FILE.write(
        [row("00712", 7, product="71", variation="72"), row("id:80", 0, product="80")], template
    )

    assert made.content.decode() == (
        f"{BOM}ID,Type,SKU,Name,Parent,Stock\n"
        "72,variation,00712,Desk Lamp &ndash; Brass,id:71,7\n"
        '80,simple,,"Mug, ""blue""",,0\n'
    )
    assert (made.filename, made.left_out) == ("woocommerce-stock.csv", {})


def test_what_the_shop_does_not_count_is_left_out_with_the_reason(template: Any) -> None:
    made = STOCK_FILE.write(
        [
            row("LAMP-OLD", 1, product="71", variation="74"),
            row("GIFT-CARD", 1, product="81"),
            row("NEW", 1, product="99"),
        ],
        template,
    )

    assert len(made.content.decode().splitlines()) == 1
    assert [reason[:28] for reason in made.left_out.values()] == [
        "Its stock is kept on the pro",
        "WooCommerce does not keep st",
        NOT_IN_IT[:28],
    ]


@pytest.mark.parametrize(
    "header",
    [
        "ID,Typ,Artikelnummer,Name,Veröffentlicht,Vorrätig?,Lager,Übergeordnetes Produkt",
        "ID,Typ,Artikelnummer,Name,Veröffentlicht,Vorrätig?,Bestand,Übergeordnetes Produkt",
        "ID,Tipo,SKU,Nome,Publicado,Em estoque?,Estoque,Ascendente",
        "ID,Tipo,REF,Nome,Publicado,Em stock?,Stock,Pai",
        "ID,Type,UGS,Nom,Publié,En stock ?,Stock,Parent",
    ],
)
def test_a_header_in_another_language_goes_back_as_it_came(header: str) -> None:
    content = f"{header}\n72,variation,LAMP,Lampe,1,1,12,id:71\n"
    template = STOCK_FILE.read_template(content.encode("utf-8-sig"))
    names = header.split(",")

    assert template["offers"][0]["remote"] == {"product": "71", "variation": "72", "counted": "yes"}
    assert written(template, row("LAMP", 4, product="71", variation="72")) == [
        BOM + ",".join([*names[:4], names[7], names[6]]),
        "72,variation,LAMP,Lampe,id:71,4",
    ]


def test_columns_that_were_not_exported_are_not_invented() -> None:
    template = STOCK_FILE.read_template(b"ID,Type,Stock\n80,simple,3\n")

    assert written(template, row("id:80", 2, product="80")) == [f"{BOM}ID,Type,Stock", "80,simple,2"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"ID,Type,SKU,Name\n1,simple,A,B\n", "it lacks the columns Stock."),
        (b"Handle,SKU\n1,2\n", "it lacks the columns ID, Type, Stock."),
        (b"ID,Type,Stock\n80,simple\n81,simple,3\n", "is damaged: row 2 ends after 2 of 3 columns"),
        (b"ID,Type,Stock\n,simple,3\n", "has no number of the product in row 2"),
        (b"\x89PNG\0", "is a binary file"),
        (b"", "The file is empty."),
    ],
)
def test_another_file_is_refused_with_what_it_lacks(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        STOCK_FILE.read_template(content)

    assert sentence in refusal.value.sentence
