"""Who asks and over what is believed of a proxy alone, and only where the shop says that there is one."""

from __future__ import annotations

from tests.browser import Browser
from tests.shop import Shop

WRONG = {"email": "ada@example.org", "password": "guess"}


def guess(browser: Browser, forwarded: str) -> int:
    return browser.post("/sign-in", data=WRONG, headers={"X-Forwarded-For": forwarded}).status_code


def test_without_a_proxy_nobody_makes_up_where_they_come_from(shop: Shop) -> None:
    stranger = shop.client()
    answers = [guess(stranger, f"198.51.100.{number}") for number in range(8)]
    assert answers == [422] * 5 + [429] * 3
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"}
    page = stranger.get("/people", headers=told)
    assert page.location == "/sign-in?next=/people"
    assert "Strict-Transport-Security" not in page.headers


def test_behind_a_proxy_each_address_counts_for_itself(behind_a_proxy: Browser) -> None:
    answers = [guess(behind_a_proxy, f"198.51.100.{number}") for number in range(8)]
    assert answers == [422] * 8
    one = [guess(behind_a_proxy, f"{number}.1.1.1, 198.51.100.77") for number in range(8)]
    assert one == [422] * 5 + [429] * 3, "what a stranger wrote before the proxy's word counts nothing"


def test_behind_a_proxy_with_tls_the_cookie_is_a_secure_one(behind_a_proxy: Browser) -> None:
    answer = behind_a_proxy.get("/sign-in", headers={"X-Forwarded-Proto": "https"})
    assert "__Host-backroom" in answer.headers["Set-Cookie"]
    assert "Secure" in answer.headers["Set-Cookie"]
