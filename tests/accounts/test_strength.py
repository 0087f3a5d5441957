from __future__ import annotations

import pytest

from oms.accounts.strength import why_weak, why_weak_pin

TRIED_FIRST = """
password 12345678 123456789 qwerty123 1q2w3e4r 11111111 iloveyou password1 password123 sunshine princess
football baseball welcome1 superman 1qaz2wsx trustno1 qwertyuiop 87654321 abcd1234 letmein1 michael1
starwars passw0rd P@ssw0rd P@$$w0rd! pa55word zaq12wsx 1234qwer asdfghjkl computer whatever jennifer
88888888 00000000 abc12345 dragon123 monkey123 Summer2024! Winter2025 Sommer2023 liverpool1 shadow123
a1b2c3d4 asdf1234 aa123456 123qweasd 123123123 147258369 987654321 12341234 mustang1 pokemon1 iloveyou2
q1w2e3r4t5 jordan23 batman123 blink182 qazwsxedc 789456123 159753456 Admin123! Changeme1 samsung1
google123 aaaaaaaa abcabcabc 5201314520 woaini1314 Backroom1 Dublin2026 1password! qwertz12345
""".split()  # noqa: SIM905 — they read best as a block


@pytest.mark.parametrize("password", TRIED_FIRST)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert "everybody tries first" in (why_weak(password) or "")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "tin roof, rusted",
        "x9$Kd7qPz2",
        "Zwölf Äpfel am Baum",
        "84027713559",
        "приветмедвед",
        "我喜欢吃苹果和梨",
        "love83947261",
        "p" + "assword of the day, please",
    ],
)
def test_no_rule_says_what_a_password_has_to_contain(password: str) -> None:
    assert why_weak(password, "Ada Byrne", "ada@nordlicht.example") is None


@pytest.mark.parametrize(
    "password", ["Ada Byrne1", "adabyrne99", "ada@nordlicht.example", "NORDLICHT.example"]
)
def test_a_password_is_not_the_own_name_or_address(password: str) -> None:
    assert why_weak(password, "Ada Byrne", "ada@nordlicht.example") is not None


def test_a_password_is_long_enough_and_not_a_book() -> None:
    assert "at least 8" in (why_weak("x9$Kd7q") or "")
    assert "at most 200" in (why_weak("long enough " * 20) or "")


@pytest.mark.parametrize(
    "pin", ["1234", "0000", "4321", "1212", "121212", "123456", "12", "1234567", "abcd", "１２３５"]
)
def test_a_pin_is_not_a_pattern(pin: str) -> None:
    assert why_weak_pin(pin) is not None


@pytest.mark.parametrize("pin", ["8405", "0852", "70419", "918273"])
def test_any_other_four_to_six_digits_will_do(pin: str) -> None:
    assert why_weak_pin(pin) is None
