"""The pages on which products come in by file."""

from __future__ import annotations

from io import BytesIO

from oms.catalog.goods import TEMPLATE
from oms.core.delivering import deliver_due
from tests.browser import Browser
from tests.catalog.bringing import candle, keep, products, table, take
from tests.shop import Shop


def give(browser: Browser, content: bytes, to: str = "/products/files") -> object:
    return browser.post(
        to, data={"file": (BytesIO(content), "products.csv")}, content_type="multipart/form-data"
    )


def text(browser: Browser, path: str) -> str:
    return browser.get(path).get_data(as_text=True)


def test_give_a_file_look_at_it_and_take_it_in(shop: Shop) -> None:
    mo = shop.client("Mo")

    there = give(mo, table(candle(), candle(SKU="")))
    page = text(mo, there.location)
    assert "1 new item" in page
    assert "It has no SKU" in page
    assert "Beeswax Candle" not in products(shop)

    mo.post(f"{there.location}/start")
    with shop.inside():
        deliver_due()

    page = text(mo, there.location)
    assert "Products taken in" in page
    assert page.count("Undo") >= 1
    assert "Beeswax Candle" in products(shop)


def test_a_file_that_cannot_be_read_is_refused_and_not_kept(shop: Shop) -> None:
    mo = shop.client("Mo")

    answer = give(mo, b"\x89PNG\r\n" + bytes(100))

    assert answer.status_code == 422
    assert "This is a binary file" in answer.get_data(as_text=True)
    assert "Files that came in" not in text(mo, "/products/files")


def test_no_file_at_all_gets_a_sentence(shop: Shop) -> None:
    answer = shop.client("Mo").post("/products/files")

    assert answer.status_code == 422
    assert "Choose a file first." in answer.get_data(as_text=True)


def test_what_is_undone_says_so(shop: Shop) -> None:
    mo, file_id = shop.client("Mo"), take(shop, table(candle()))

    mo.post(f"/undo/goodsfile:{file_id}/2", data={"next": f"/products/files/{file_id}"})

    assert "Taken back" in text(mo, f"/products/files/{file_id}")
    assert "Beeswax Candle" not in products(shop)


def test_words_of_a_stranger_stay_words(shop: Shop) -> None:
    page = text(
        shop.client("Mo"), f"/products/files/{keep(shop, table(candle(Product='<script>alert(1)</script>')))}"
    )

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_rows_come_page_by_page_and_by_what_happens(shop: Shop) -> None:
    mo = shop.client("Mo")
    rows = [candle(SKU=f"CAN-{n}", Variant=f"{n} cm", Barcode="") for n in range(101)]
    path = f"/products/files/{keep(shop, table(*rows, candle(SKU='')))}"

    first, second = text(mo, path), text(mo, f"{path}?after=100")
    assert ("CAN-99" in first, "CAN-100" in first, "CAN-100" in second) == (True, False, True)
    assert text(mo, f"{path}?verdict=refused").count('<th scope="row">') == 1


def test_the_pages_lead_to_it(shop: Shop) -> None:
    assert "/products/files" in text(shop.client("Mo"), "/products")
    assert "/stock/files" in text(shop.client("Ben"), "/stock")
    assert shop.client("Ben").get("/products/files").status_code == 403
    example = shop.client("Mo").get("/products/files/example.csv")
    assert example.get_data(as_text=True) == "\ufeff" + TEMPLATE
    assert "attachment" in example.headers["Content-Disposition"]


def test_the_quantities_of_a_file_come_after_its_products(shop: Shop) -> None:
    mo = shop.client("Mo")
    content = table(candle(Bin="A-01-1", Quantity=12), candle(SKU="X", Barcode="", Bin="Z-9", Quantity=1))
    path = f"/stock/files/{take(shop, content)}"

    page = text(mo, path)
    assert "12 into A-01-1." in page
    assert "There is no bin “Z-9”." in page
    assert "add them under Places" in page
    mo.post(f"{path}/start")
    with shop.inside():
        deliver_due()

    assert "1 counted" in text(mo, path)
    assert mo.post(f"{path}/start").status_code == 409


def test_a_picker_counts_by_file_too(shop: Shop) -> None:
    ben = shop.client("Ben")

    there = give(ben, table(("LAMP", 5), header=("SKU", "Quantity")), "/stock/files")

    assert "It does not say in which bin." in text(ben, there.location)
    assert "1 count differs" in text(ben, f"{there.location}?bin=A-01-1")
