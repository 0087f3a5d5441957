from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms.orders.address_layouts import LAYOUTS
from oms.orders.addresses import address_block, address_faults
from oms.orders.drafts import ContactDraft

GOOD = ContactDraft(name="Greta Sommer", line1="Lindenweg 7", city="Freiburg", postcode="79098", country="DE")


def codes(contact: ContactDraft) -> list[str]:
    return [fault.code for fault in address_faults(contact)]


def at(country: str, line1: str, postcode: str | None = None, **more: str) -> ContactDraft:
    return ContactDraft(
        name="Sam Doe", line1=line1, city=more.pop("city", "Town"), postcode=postcode, country=country, **more
    )


@pytest.mark.parametrize(
    "contact",
    [
        GOOD,
        at("IE", "Hazel Cottage, Ballinreask", "A92 E2W8"),
        at("IE", "Main Street"),
        at("GB", "The Old Forge", "yo24 1ab", line2="Church Lane"),
        at("GB", "Rose Cottage, Mill Lane", "EX5 1AA"),
        at("GB", "221B Baker Street", "NW16XE"),
        at("US", "One Harbor Way", "02134-1234"),
        at("US", "General Delivery", "99501"),
        at("US", "PO Box 12", "021341234"),
        at("NL", "Dijkgracht 12-A", "1019bs"),
        at("CH", "Bahnhofstrasse 3", "CH-8001"),
        at("DE", "Packstation 114", "D-10115"),
        at("AT", "Dorf 12", "A-6850"),
        at("SE", "Storgatan 5", "SE-114 55"),
        at("LV", "Brīvības iela 1", "LV-1010"),
        at("PL", "ul. Długa 5", "00950"),
        at("ES", "Calle Mayor, s/n", "28013"),
        at("FR", "Lieu-dit Le Bourg", "33 380"),
        at("IT", "Via Roma, snc", "00144"),
        at("JP", "神宮前三丁目", "〒150-0001", city=""),
        at("SG", "10 Anson Road", "079903", city=""),
        at("HK", "10 Nathan Road", None, city=""),
        at("AE", "Villa 9, Street 4", None),
        at("BR", "Rua Augusta 10", "01304000"),
        at("XX", "anything", "anything"),
        at("AR", "Calle Falsa 123", "whatever"),
        replace(GOOD, name=None, company="Sommer GmbH"),
    ],
    ids=lambda contact: f"{contact.country} {contact.line1}",
)
def test_an_address_that_a_carrier_finds_has_no_fault(contact: ContactDraft) -> None:
    assert address_faults(contact) == []


@pytest.mark.parametrize(
    ("contact", "code"),
    [
        (replace(GOOD, name=None), "name"),
        (replace(GOOD, name=" . "), "name"),
        (replace(GOOD, line1=None), "street"),
        (replace(GOOD, line1="-"), "street"),
        (replace(GOOD, line1="Lindenweg"), "house_number"),
        (replace(GOOD, city="  "), "city"),
        (replace(GOOD, city="N/A"), "city"),
        (replace(GOOD, country=None), "country"),
        (replace(GOOD, postcode=None), "postcode"),
        (replace(GOOD, postcode="9098"), "postcode"),
        (replace(GOOD, postcode="790988"), "postcode"),
        (replace(GOOD, postcode="CH-79098"), "postcode"),
        (at("US", "Elm Street", "94103"), "house_number"),
        (at("US", "E 5th Street N", "94103"), "house_number"),
        (at("US", "12 Elm Street", "2134"), "postcode"),
        (at("GB", "High Street", "YO24 1AB"), "house_number"),
        (at("GB", "4 High Street", "YO24"), "postcode"),
        (at("NL", "Dijkgracht", "1019 BS"), "house_number"),
        (at("FR", "rue des Lilas", "75011"), "house_number"),
        (at("CA", "12 Elm Street", "K1A OB1"), "postcode"),
        (at("IE", "12 Main Street", "D022 AF30"), "postcode"),
    ],
)
def test_one_fault_is_found_alone(contact: ContactDraft, code: str) -> None:
    assert codes(contact) == [code]


def test_a_fault_is_a_sentence_for_the_shopkeeper() -> None:
    faults = address_faults(replace(GOOD, line1="Linden  weg", postcode="7909"))
    assert [fault.sentence for fault in faults] == [
        "“Linden weg” has no house number.",
        "The postcode “7909” looks wrong: one in Germany has 5 digits.",
    ]
    assert address_faults(at("GB", "1 Mill Lane", "?")) == address_faults(at("GB", "1 Mill Lane"))


def test_an_empty_address_has_every_fault_and_no_error() -> None:
    assert codes(ContactDraft()) == ["name", "street", "country"]
    assert codes(ContactDraft(country="DE")) == ["name", "street", "postcode", "city"]


@pytest.mark.parametrize(
    ("contact", "lines"),
    [
        (GOOD, ["Greta Sommer", "Lindenweg 7", "79098 Freiburg", "GERMANY"]),
        (
            at("US", "12 Elm Street", "02134", city="Boston", region="MA", line2="Apt 5"),
            ["Sam Doe", "12 Elm Street", "Apt 5", "Boston, MA 02134", "UNITED STATES"],
        ),
        (
            at("IE", "Hazel Cottage", "A92 E2W8", city="Drogheda", region="Co. Louth"),
            ["Sam Doe", "Hazel Cottage", "Drogheda", "Co. Louth", "A92 E2W8", "IRELAND"],
        ),
        (
            at("HU", "Fő utca 5", "1011", city="Budapest"),
            ["Sam Doe", "Budapest", "Fő utca 5", "1011", "HUNGARY"],
        ),
        (
            ContactDraft("青木 花", None, "神宮前1-2-3", None, None, "渋谷区", "東京都", "150-0001", "JP"),
            ["〒150-0001", "東京都渋谷区", "神宮前1-2-3", "青木 花", "JAPAN"],
        ),
        (
            at("JP", "1-2-3 Jingumae", "150-0001", city="Shibuya", region="Tokyo"),
            ["Sam Doe", "1-2-3 Jingumae", "Shibuya, Tokyo 150-0001", "JAPAN"],
        ),
        (
            at("US", "12 Elm Street", None, city="", region="MA"),
            ["Sam Doe", "12 Elm Street", "MA", "UNITED STATES"],
        ),
        (at("XX", "9 Nowhere", "1"), ["Sam Doe", "9 Nowhere", "1 Town", "XX"]),
        (ContactDraft(), []),
    ],
)
def test_the_lines_stand_in_the_order_of_the_country(contact: ContactDraft, lines: list[str]) -> None:
    assert address_block(contact) == lines


def test_the_own_country_is_not_printed() -> None:
    assert address_block(GOOD, home="DE")[-1] == "79098 Freiburg"


PART = st.none() | st.text(max_size=12) | st.sampled_from(["12", "Ä", "ул. 5", "東京", " two  words "])


@given(
    contact=st.builds(
        ContactDraft,
        **{field.name: PART for field in fields(ContactDraft) if field.name != "country"},
        country=st.none() | st.sampled_from([*LAYOUTS, "DE", "XX", "gb", ""]),
    )
)
def test_no_part_of_an_address_is_ever_dropped(contact: ContactDraft) -> None:
    address_faults(contact)
    printed = "\n".join(address_block(contact))
    for part in ("name", "company", "line1", "line2", "line3", "city", "region", "postcode"):
        assert " ".join((getattr(contact, part) or "").split()) in printed
