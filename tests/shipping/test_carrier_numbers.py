"""Numbers in the carriers' shapes, with check digits computed for these tests."""

from __future__ import annotations

import pytest

from oms.shipping.carriers.numbers import DECIMAL, DESTROYED, ZEROS, candidates, recognise, tidy, tracking_url

RIGHT = {
    "1ZBR00420377106258": "ups",
    "K4200310776": "ups",
    "9400108209000004123454": "usps",
    "420100239400108209000004123454": "usps",
    "4201002334249400108209000004123454": "usps",
    "92612909900000412345678904": "usps",
    "9107710000042000123450": "usps",
    "03102010000042000773": "usps",
    "00340434161094042557": "dhl",
    "781004203106": "fedex",
    "612900042031774": "fedex",
    "9611042003100771000425": "fedex",
    "1001921000000420000300781004203106": "fedex",
    "4200310774": "dhl",
    "42003107716": "dhl",
    "RR042031074IE": "an_post",
    "RR042031074GB": "royal_mail",
    "RR042031074SI": "post",
    "4021004200310779": "canada_post",
    "09981004203107S": "dpd",
    "0081012099810042031071360403": "dpd",
    "C11004203107707": "ontrac",
    "D10004203107707": "ontrac",
}
UNCHECKED = {
    "TBA042031077105": "amazon",
    "JJD0004203107710042": "yodel",
    "JD0004203107710042": "yodel",
    "JVGL0420310771": "dhl",
    "JJD014600004203107710": "dhl",
    "GM60511234567890420": "dhl_ecommerce",
    "H01HAA0004203107": "evri",
    "PB0420310": "parcelforce",
    "15500420310771": "dpd",
}


@pytest.mark.parametrize(("number", "carrier"), RIGHT.items())
def test_a_number_with_a_check_digit_names_its_carrier(number: str, carrier: str) -> None:
    found = recognise(number)
    assert (found.carrier, found.check, found.warnings) == (carrier, "right", ())


@pytest.mark.parametrize(("number", "carrier"), UNCHECKED.items())
def test_a_shape_without_a_check_digit_is_recognised_too(number: str, carrier: str) -> None:
    found = recognise(number)
    assert (found.carrier, found.check, found.warnings) == (carrier, "none", ())


@pytest.mark.parametrize("number", RIGHT)
def test_a_wrong_last_digit_is_never_right_for_the_same_carrier(number: str) -> None:
    last = -3 if number.startswith("RR") else -1
    digit = "X" if number[last] == "S" else str((int(number[last]) + 1) % 10)
    wrong = number[:last] + digit + (number[last + 1 :] if last != -1 else "")
    again = [one for one in candidates(wrong) if one.carrier == RIGHT[number]]
    assert again
    assert all(one.check != "right" for one in again)


def test_a_misread_number_says_what_to_do() -> None:
    found = recognise("1ZBR00420377106250")
    assert found.check == "wrong"
    assert found.warnings == (
        "The check digit is not the one that UPS would print. Compare the number with the label.",
    )


@pytest.mark.parametrize(
    "written",
    ["1z br0 042 0377106258", " 1ZBR-0042-0377-106258\n", "1ZBR0042\u00a00377106258", "'1ZBR00420377106258"],
)
def test_blanks_dashes_and_small_letters_do_not_matter(written: str) -> None:
    assert tidy(written) == "1ZBR00420377106258"
    assert recognise(written).check == "right"


@pytest.mark.parametrize("number", ["9.40011E+21", "9,40011E+21", "7.81004203106E11", "9E+21"])
def test_a_power_of_ten_is_a_number_that_a_spreadsheet_destroyed(number: str) -> None:
    found = recognise(number)
    assert (found.carrier, found.warnings) == (None, (DESTROYED,))


def test_six_zeros_at_the_end_of_a_long_number_are_suspect() -> None:
    assert ZEROS in recognise("9400108209000004000000").warnings
    assert ZEROS not in recognise("TBA042031000000").warnings
    assert ZEROS not in recognise("612900042000000").warnings


def test_a_decimal_is_taken_off_and_told() -> None:
    found = recognise("781004203106.0")
    assert (found.carrier, found.check, found.warnings) == ("fedex", "right", (DECIMAL,))


@pytest.mark.parametrize("number", ["", "  ", "HELLO", "000000000000", "123", "ÄÖ€", "RR042031074XX"])
def test_what_no_carrier_prints_is_unknown_and_blocks_nothing(number: str) -> None:
    found = recognise(number)
    assert (found.carrier, found.check) == (None, "none")


def test_where_numbers_collide_the_likeliest_comes_first() -> None:
    assert [one.carrier for one in candidates("15500420310771")] == ["dpd", "dhl_ecommerce"]
    assert [one.carrier for one in candidates("A4200310776")] == ["ups", "amazon"]
    assert [one.carrier for one in candidates("A4200310775")] == ["ups", "amazon"]


def test_the_carrier_that_a_person_chose_is_preferred() -> None:
    assert recognise("15500420310771", carrier="dhl_ecommerce").carrier == "dhl_ecommerce"
    assert recognise("15500420310771", carrier="ups").carrier == "dpd"


def test_a_link_follows_the_parcel() -> None:
    assert tracking_url("ups", "1z br0 042 0377106258") == (
        "https://www.ups.com/track?tracknum=1ZBR00420377106258"
    )
    assert tracking_url("post", "RR042031074SI") is None
    assert tracking_url(None, "123") is None
    assert tracking_url("nobody", "123") is None


def test_nothing_can_be_smuggled_into_a_link() -> None:
    assert tracking_url("ups", "1Z/../?a=<b>&c#d") == "https://www.ups.com/track?tracknum=1ZABCD"
