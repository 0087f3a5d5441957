from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from oms.accounts import queries
from oms.accounts.hashing import is_secret
from tests.browser import Browser
from tests.shop import PASSWORD, Shop

EVE = {"name": " Eve  Adams ", "email": "eve@example.org", "role": "manager", "operation_id": "add-eve"}


def link_in(page: str) -> str:
    found = re.search(r'value="http://localhost(/set-up/[^"]+)"', page)
    assert found, page
    return found[1]


@pytest.fixture
def ada(shop: Shop) -> Browser:
    return shop.client("Ada")


def test_somebody_new_gets_a_link_that_is_shown_once(ada: Browser, shop: Shop) -> None:
    page = ada.post("/people", data=EVE)
    assert page.status_code == 200
    link = link_in(page.text)
    assert link not in ada.get("/people").text
    eve = shop.client()
    assert "Welcome, Eve Adams" in eve.get(link).text
    assert eve.post(link, data={"password": PASSWORD}).status_code == 303
    assert eve.get("/account").status_code == 200


def test_the_link_leads_to_where_others_reach_the_shop(
    ada: Browser, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = shop.app.extensions["settings"]
    monkeypatch.setitem(
        shop.app.extensions, "settings", replace(told, base_url="https://backroom.nordlicht.example/")
    )

    assert 'value="https://backroom.nordlicht.example/set-up/' in ada.post("/people", data=EVE).text


def test_the_same_form_twice_adds_one_person_and_shows_the_same_link(ada: Browser, shop: Shop) -> None:
    first, second = (ada.post("/people", data=EVE) for _ in range(2))
    assert link_in(first.text) == link_in(second.text)
    with shop.inside():
        assert [one.name for one in queries.everyone()].count("Eve Adams") == 1


def test_a_picker_may_work_by_pin_alone(ada: Browser, shop: Shop) -> None:
    page = ada.post("/people", data={"name": "Pip", "role": "picker", "pin": "8405"})
    assert (page.status_code, "/set-up/" in page.text) == (200, False)
    with shop.inside():
        pip = next(one for one in queries.everyone() if one.name == "Pip")
        assert pip.can_switch
        assert is_secret("8405", pip.pin_hash)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Say who it is."),
        ({"email": "not an address"}, "This is no e-mail address."),
        ({"email": "a@b.example, c@d.example"}, "This is no e-mail address."),
        ({"email": ""}, "Give an e-mail address"),
        ({"email": "", "pin": "8405"}, "Only a picker can work without"),
        ({"email": "", "role": "picker", "pin": "1234"}, "everybody tries first"),
        ({"role": "king"}, "Choose one of these"),
        ({"email": "ADA@example.org"}, "already here"),
    ],
)
def test_what_is_wrong_with_it_is_said_beside_it(
    ada: Browser, shop: Shop, wrong: dict[str, str], sentence: str
) -> None:
    page = ada.post("/people", data=EVE | wrong)
    assert page.status_code in {409, 422}
    assert sentence in page.text
    with shop.inside():
        assert len(queries.everyone()) == len(shop.people)


def test_the_owner_changes_a_role_and_lets_somebody_out_and_in(ada: Browser, shop: Shop) -> None:
    ben = f"/people/{shop.people['Ben']}"
    assert ada.post(f"{ben}/role", data={"role": "manager"}).location == ben
    assert "The role is changed." in ada.get(ben).text
    assert ada.post(f"{ben}/role", data={"role": "king"}).status_code == 422
    assert ada.post(f"{ben}/disabled").status_code == 303
    assert "This account is disabled" in ada.get(ben).text
    assert "disabled" in ada.post(f"{ben}/invitation").text
    assert ada.post(f"{ben}/enabled").status_code == 303
    assert "Change the role" in ada.get(ben).text


def test_what_was_done_is_undone_by_whoever_may_do_it(ada: Browser, shop: Shop) -> None:
    ben = f"/people/{shop.people['Ben']}"
    ada.post(f"{ben}/role", data={"role": "manager", "operation_id": "new-role"})
    assert 'action="/undo/new-role"' in ada.get(ben).text
    for name in ("Mo", "Cy"):
        assert shop.client(name).post("/undo/new-role").status_code == 403
    answer = ada.post("/undo/new-role", data={"next": ben})
    assert (answer.status_code, answer.location) == (303, ben)
    with shop.inside():
        assert queries.person(shop.people["Ben"]).role == "picker"
    assert ada.post("/undo/new-role").status_code == 409
    assert ada.post("/undo/never-happened").status_code == 404
    assert ada.post("/undo/new-role", data={"next": "//evil.example"}).status_code == 409


def test_a_refusal_stays_on_the_page(ada: Browser, shop: Shop) -> None:
    me = f"/people/{shop.people['Ada']}"
    page = ada.post(f"{me}/role", data={"role": "viewer"})
    assert (page.status_code, "has to be an owner" in page.text) == (409, True)
    assert ada.post(f"{me}/disabled").status_code == 409
    assert "Disable this account" not in ada.get(me).text


def test_pins_are_given_and_taken_away(ada: Browser, shop: Shop) -> None:
    ben = f"/people/{shop.people['Ben']}"
    assert ada.post(f"{ben}/pin", data={"pin": "1234"}).status_code == 422
    assert "Take the PIN away" not in ada.get(ben).text
    assert ada.post(f"{ben}/pin", data={"pin": "8405"}).status_code == 303
    assert "Take the PIN away" in ada.get(ben).text
    assert ada.post(f"{ben}/pin/removal").status_code == 303
    assert ada.post(f"/people/{shop.people['Cy']}/pin", data={"pin": "8405"}).status_code == 409
    assert shop.client("Ben").post("/account/pin", data={"pin": "7319"}).status_code == 303
    assert shop.client("Ben").post("/account/pin", data={"pin": "x"}).status_code == 422


def test_nobody_can_smuggle_markup_in_by_a_name(ada: Browser, shop: Shop) -> None:
    ada.post("/people", data=EVE | {"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in ada.get("/people").text
    assert "&lt;script&gt;alert" in ada.get("/people").text


def test_the_console_makes_the_first_owner(app: Flask) -> None:
    console = app.test_cli_runner()
    said = console.invoke(args=["accounts", "signin-hint", "--at", "http://shop.local:8000/"]).output
    link = re.search(r"http://shop\.local:8000(/set-up/\S+)", said)
    assert link, said
    browser = Browser(app, app.response_class)
    ada = {"name": "Ada", "email": "ada@example.org", "password": PASSWORD}
    assert browser.post(link[1], data=ada).status_code == 303
    said = console.invoke(args=["accounts", "signin-hint"]).output
    assert "/sign-in" in said
    assert "/set-up/" not in said


def test_the_console_lets_an_owner_choose_who_was_only_added(shop: Shop) -> None:
    said = shop.app.test_cli_runner().invoke(args=["accounts", "signin-hint"]).output
    link = re.search(r"/set-up/\S+", said)
    assert link
    assert "Welcome, Ada" in shop.client().get(link[0]).text


def test_the_console_adds_people_and_resets_passwords(shop: Shop) -> None:
    console = shop.app.test_cli_runner()
    added = console.invoke(args=["accounts", "add", "Eve", "eve@example.org", "--role", "viewer"])
    assert "/set-up/" in added.output
    assert "already here" in console.invoke(args=["accounts", "add", "Eve", "eve@example.org"]).output
    assert "/set-up/" in console.invoke(args=["accounts", "reset-password", "EVE@example.org"]).output
    assert console.invoke(args=["accounts", "reset-password", "nobody@example.org"]).exit_code == 1


def test_actors_have_names(shop: Shop) -> None:
    ada = f"user:{shop.people['Ada']}"
    with shop.inside():
        assert queries.names_of([ada, "user:999", "worker", "channel:1"]) == {
            ada: "Ada",
            "user:999": "Somebody who left",
            "worker": "Backroom",
            "channel:1": "Channel",
        }
