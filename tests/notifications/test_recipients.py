"""Exactly one recipient, whatever a customer typed; nobody puts a header or a sentence into our letters."""

from __future__ import annotations

import pytest

from oms.orders.drafts import ContactDraft
from tests.notifications.post import PostOffice, deliveries, notices, work
from tests.shop import Shop

HOSTILE = [
    "ana@example.org, eve@example.org",
    "ana@example.org;eve@example.org",
    "ana@example.org eve@example.org",
    "ana@example.org\r\nBcc: eve@example.org",
    "ana@example.org\nRCPT TO:<eve@example.org>",
    "Ana <ana@example.org>",
    "<ana@example.org>,<eve@example.org>",
    "friends: ana@example.org, eve@example.org;",
    '"ana@example.org, eve"@example.org',
    "ana@example.org(eve@example.org)",
    "@relay.example:ana@example.org",
    "ana@[127.0.0.1]",
    "ana@example..org",
    "ana@exam\u202eple.org",
    "ana",
    "@example.org",
]
HONEST = ["ana@example.org", "o'neil+shop@mail.example.co.uk", " ana@example.org "]


def order_of(shop: Shop, email: str, name: str = "Ana Pereira") -> None:
    shop.order(("LAMP", 1), buyer=ContactDraft(name=name, email=email))


@pytest.mark.parametrize("email", HOSTILE)
def test_what_is_not_one_address_is_written_to_nobody_and_shown(
    shop: Shop, post: PostOffice, email: str
) -> None:
    order_of(shop, email)

    work(shop)

    assert post.mails == []
    assert [one.error for one in deliveries(shop)] == ["This is not one e-mail address."]
    assert "This is not one e-mail address." in shop.client("Mo").get("/messages").text


@pytest.mark.parametrize("email", HONEST)
def test_one_address_is_the_one_recipient(shop: Shop, post: PostOffice, email: str) -> None:
    order_of(shop, email)

    work(shop)

    assert [mail.to for mail in post.mails] == [[email.strip()]]


NAMES = [
    "Ana\r\nBcc: eve@example.org",
    "Ana\nSubject: You won",
    "Ana\u2028Bcc: eve@example.org",
    'Ana" <eve@example.org>, "',
    "Ana, eve@example.org",
    "=?utf-8?q?Ana=0D=0ABcc:_eve@example.org?=",
    "A" * 5000,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_adds_no_header_and_no_recipient(shop: Shop, post: PostOffice, name: str) -> None:
    order_of(shop, "ana@example.org", name)

    work(shop)

    [mail] = post.mails
    assert mail.to == ["ana@example.org"]
    assert [address.addr_spec for address in mail.message["To"].addresses] == ["ana@example.org"]
    assert mail.message["Bcc"] is None
    assert mail.message.get_all("Subject") == ["We have your order #2041"]


def test_an_order_number_adds_no_header(shop: Shop, post: PostOffice) -> None:
    shop.numbers = iter(["2041\r\nBcc: eve@example.org"])
    order_of(shop, "ana@example.org")

    work(shop)

    assert post.mails[0].message["Bcc"] is None
    assert post.mails[0].message["Subject"] == "We have your order #2041 Bcc: eve@example.org"


def test_nobody_writes_lines_or_markup_in_our_name(shop: Shop, post: PostOffice) -> None:
    order_of(shop, "ana@example.org", "Ana,\n\nyour account is closed: <a href=https://evil.example>pay</a>")

    work(shop)

    [mail] = post.mails
    assert "Hello Ana, your account is closed" in mail.text
    assert "<a href=https://evil.example>" not in mail.html


def test_who_left_no_mail_address_has_no_message(shop: Shop, post: PostOffice) -> None:
    order_of(shop, "")

    work(shop)

    assert (post.mails, notices(shop)) == ([], [])


SCRIPTS = ["Zoë Müller-Straße", "山田 太郎", "محمد السعيد", "Иван Петров", "Ana 🎂"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_names_of_every_script_arrive_as_they_are(shop: Shop, post: PostOffice, name: str) -> None:
    shop.order(("LAMP", 1), buyer=ContactDraft(name=name, email="ana@example.org"))

    work(shop)

    [mail] = post.mails
    assert mail.message["To"].addresses[0].display_name == name
    assert f"Hello {name}," in mail.text
    assert f"Hello {name}," in mail.html
