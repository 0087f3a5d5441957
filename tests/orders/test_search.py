"""An order is found by whatever somebody has in hand, and nothing that is typed breaks the search."""

from __future__ import annotations

import pytest

from oms.core.db import db
from oms.orders import search
from oms.orders.drafts import ContactDraft
from oms.orders.search import add_words, orders_matching
from oms.shipping.tracking import set_tracking
from tests.orders.seen import do, pack, pick
from tests.shop import Shop

ZOE = ContactDraft(
    name="Zoë Müller-Groß",
    company="Café Zürich",
    line1="14 Quay Street",
    city="Galway",
    postcode="H91 YW8K",
    country="IE",
    email="zoe.mueller+shop@example.org",
    phone="+353 91 555 0101",
)


@pytest.fixture
def zoe(shop: Shop) -> int:
    """Her order, between two of Ana's."""
    shop.receive("LAMP", 3)
    shop.order(("MUG", 1))
    order = shop.order(("LAMP", 1), ship_to=ZOE, buyer=ZOE)
    shop.order(("MUG", 1))
    return order


def found(shop: Shop, words: str) -> list[int]:
    with shop.inside():
        return list(db.session.scalars(orders_matching(words)))


@pytest.mark.parametrize(
    "words",
    [
        "#2042",
        "2042",
        "zoë müller",
        "ZOE MULLER",
        "müller zoë",
        "gross",
        "mueller+shop",
        "zoe.mueller+shop@example.org",
        "H91 YW8K",
        "h91yw8k",
        "yw8k",
        "cafe zurich",
        "LAMP",
        "lam",
        "555 0101",
        "zoe lamp h91",
    ],
)
def test_by_number_name_mail_postcode_sku_or_phone(shop: Shop, zoe: int, words: str) -> None:
    assert found(shop, words) == [zoe]


def test_by_tracking_number_once_it_has_one(shop: Shop, zoe: int) -> None:
    pick(shop, zoe, "A-01-1", "LAMP")
    parcel = pack(shop, zoe, "LAMP")
    do(shop, set_tracking, parcel, "00340434161094042557")

    assert found(shop, "00340434161094042557") == [zoe]
    assert found(shop, "4042557") == [zoe]


def test_all_the_words_must_be_there(shop: Shop, zoe: int) -> None:
    assert found(shop, "zoe mug") == []


def test_the_newest_comes_first(shop: Shop, zoe: int) -> None:
    assert found(shop, "mug") == [zoe + 1, zoe - 1]


def test_two_letters_look_at_the_beginning_of_the_number(shop: Shop, zoe: int) -> None:
    assert sorted(found(shop, "#2")) == [zoe - 1, zoe, zoe + 1]
    assert found(shop, "zo") == []


def test_a_short_word_beside_a_long_one_does_not_hide_the_order(shop: Shop, zoe: int) -> None:
    assert found(shop, "zoe m") == [zoe]


@pytest.mark.parametrize(
    "words",
    ["", " ", '"', '"""', "'", "%", "%%%", "___", "zoe%", "a OR b", "NEAR(zoe lamp)", "zoe*", "-zoe", "words:zoe", "^zoe", "(", "AND", "NOT zoe", "\\", "\\%\\", "💛💛💛", "x" * 500, "; DROP TABLE orders"],
)  # fmt: skip
def test_signs_that_mean_something_to_a_database_are_only_words(shop: Shop, zoe: int, words: str) -> None:
    assert set(found(shop, words)) <= {zoe - 1, zoe, zoe + 1}
    answer = shop.client("Ada").get("/", query_string={"q": words})
    assert answer.status_code == 200


def test_words_are_added_once(shop: Shop, zoe: int) -> None:
    with shop.inside(), db.session.begin_nested():
        add_words(zoe, "ZOË", "parcel")
        add_words(zoe, "parcel")
        words = db.session.connection().exec_driver_sql(
            f"SELECT words FROM order_words WHERE order_id = {zoe}"
        )
        assert str(words.scalar()).count("parcel") == 1
        db.session.rollback()


def test_what_everybody_has_is_found_among_the_newest_and_the_rare_wherever_it_is(
    shop: Shop, zoe: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    monkeypatch.setattr(search, "NEWEST", 3)
    others = [shop.order(("MUG", 1)) for _ in range(4)]

    assert found(shop, "example.org") == others[:1:-1]
    assert found(shop, "zoe.mueller") == [zoe]
    assert found(shop, "zoe example.org") == [zoe]
    assert found(shop, "nobody@example.org") == []
