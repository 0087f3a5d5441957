"""Connecting an account: address and keys are entered once, tried, and never shown again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from oms.channels.connecting import connect_account
from oms.channels.models import Connection
from oms.channels.where import allow_local, checked
from oms.core.db import db
from oms.core.errors import Stale, WrongInput
from oms.core.sealing import unseal
from tests.channels.bringing import account
from tests.channels.simulator.running import Simulator
from tests.desk.reading import see, text
from tests.shop import Shop

KEYS = {"key-consumer_key": "ck_1", "key-consumer_secret": "cs_TOPSECRET", "key-webhook_secret": "hush-hush"}


@pytest.fixture
def shop_at(shop: Shop) -> int:
    return account(shop, "woocommerce", "Nordlicht")


def connect(shop: Shop, channel_id: int, **changes: str) -> tuple[int, str]:
    data = {"base_url": "http://127.0.0.1:9", **KEYS, "tells_stock": "y", "tells_sent": "y", **changes}
    answer = shop.client("Ada").post(f"/channels/{channel_id}/connection", data=data)
    return answer.status_code, text(answer.get_data(as_text=True))


def keys_of(shop: Shop, channel_id: int) -> dict[str, str]:
    with shop.inside():
        told: dict[str, str] = unseal(db.session.get_one(Connection, channel_id).sealed_keys)
        return told


def test_what_is_entered_is_kept_sealed_and_not_shown_again(shop: Shop, shop_at: int) -> None:
    assert connect(shop, shop_at)[0] == 303

    assert keys_of(shop, shop_at)["consumer_secret"] == "cs_TOPSECRET"
    with shop.inside():
        assert "TOPSECRET" not in db.session.get_one(Connection, shop_at).sealed_keys
    page = see(shop, f"/channels/{shop_at}")
    assert "TOPSECRET" not in page
    assert "hush-hush" not in page
    assert f"/hooks/{shop_at}" in page


def test_an_empty_key_stays_as_it_is_and_a_replaced_secret_signs_on_for_a_while(
    shop: Shop, shop_at: int
) -> None:
    connect(shop, shop_at)

    assert (
        connect(shop, shop_at, version="1", **{"key-consumer_secret": "", "key-webhook_secret": "new"})[0]
        == 303
    )

    kept = keys_of(shop, shop_at)
    assert (kept["consumer_secret"], kept["webhook_secret"], kept["old_webhook_secret"]) == (
        "cs_TOPSECRET",
        "new",
        "hush-hush",
    )


def test_what_is_lacking_is_said_and_what_was_typed_stays(shop: Shop, shop_at: int) -> None:
    status, page = connect(shop, shop_at, **{"key-consumer_secret": ""})

    assert status == 422
    assert "Enter also: Consumer secret" in page


def test_a_trial_says_in_words_whether_it_works(shop: Shop, shop_at: int, simulator: Simulator) -> None:
    world = simulator.world("woocommerce")
    keys = {"key-consumer_key": world.key, "key-consumer_secret": world.secret}
    connect(shop, shop_at, base_url=simulator.base("woocommerce"), **keys)
    ada = shop.client("Ada")

    def tried() -> str:
        ada.post(f"/channels/{shop_at}/connection/trial")
        return text(ada.get(f"/channels/{shop_at}").get_data(as_text=True))

    assert "It works" in tried()
    connect(
        shop, shop_at, version="1", base_url=simulator.base("woocommerce"), **{"key-consumer_secret": "cs_no"}
    )
    assert "It does not work" in tried()


def test_switched_off_and_on_again(shop: Shop, shop_at: int) -> None:
    connect(shop, shop_at)
    ada = shop.client("Ada")

    def switch(on: str) -> int:
        return ada.post(f"/channels/{shop_at}/connection/switch", data={"on": on}).status_code

    assert switch("no") == 303
    assert "Nobody is asked or told" in text(see(shop, f"/channels/{shop_at}"))
    assert switch("no") == 409
    assert switch("yes") == 303


def test_two_who_change_it_at_once_see_each_other_and_no_keys(shop: Shop, shop_at: int) -> None:
    connect(shop, shop_at)
    connect(shop, shop_at, version="1", base_url="http://127.0.0.1:8")

    told = {"base_url": "http://127.0.0.1:7", "keys": {"consumer_key": "ck_2"}}
    with shop.inside(), pytest.raises(Stale) as stale:
        connect_account(shop_at, 1, **told, tells_stock=True, tells_sent=True, by=shop.by())

    assert ("Address", "http://127.0.0.1:8", "http://127.0.0.1:7") in stale.value.changes
    assert "ck_2" not in str(stale.value.changes)


def test_connecting_can_be_taken_back(shop: Shop, shop_at: int) -> None:
    connect(shop, shop_at, operation_id="c1")
    connect(shop, shop_at, version="1", base_url="http://127.0.0.1:8", operation_id="c2")

    assert shop.client("Ada").post("/undo/c2").status_code == 303
    with shop.inside():
        assert db.session.get_one(Connection, shop_at).base_url == "http://127.0.0.1:9"


def test_only_the_owner_connects(shop: Shop, shop_at: int) -> None:
    assert shop.client("Mo").post(f"/channels/{shop_at}/connection", data=KEYS).status_code == 403


@pytest.fixture
def in_the_open() -> Iterator[None]:
    allow_local(False)
    yield
    allow_local(True)


@pytest.mark.usefixtures("in_the_open")
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "should look like"),
        ("shop.example.org", "should look like"),
        ("ftp://shop.example.org", "should look like"),
        ("https://me:pw@shop.example.org", "should look like"),
        ("https://shop.example.org/?a=1", "should look like"),
        ("https://shop.example.org/#x", "should look like"),
        ("https://shop.example.org:99999", "should look like"),
        ("https://shop .example.org", "should look like"),
        ("http://shop.example.org", "begin with https"),
        ("https://127.0.0.1", "inside of your own network"),
        ("https://[::1]", "inside of your own network"),
        ("https://[::ffff:127.0.0.1]", "inside of your own network"),
        ("https://2130706433", "inside of your own network"),
        ("https://10.1.2.3", "inside of your own network"),
        ("https://169.254.169.254/latest", "inside of your own network"),
        ("https://localhost", "inside of your own network"),
    ],
)
def test_an_address_that_must_not_be_asked_is_refused(address: str, sentence: str) -> None:
    with pytest.raises(WrongInput, match=sentence):
        checked(address)


@pytest.mark.usefixtures("in_the_open")
def test_an_address_is_kept_as_it_means() -> None:
    assert checked(" https://1.1.1.1/wp/ ") == "https://1.1.1.1/wp"
