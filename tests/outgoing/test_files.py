"""Files for a channel: all that it was not told goes into one, that one is always the same, and nothing is in two."""

from __future__ import annotations

import pytest

from oms.core.db import db
from oms.core.errors import Missing, Refused
from oms.core.undoing import undo_operation
from oms.outgoing.files import SHIPMENTS, content_of, keep_template, template_of
from oms.outgoing.filing import make_shipments_file, take_back_file
from oms.outgoing.models import OutgoingFile
from oms.outgoing.words import set_carrier_words
from oms.reading.content import Content
from oms.reading.problems import UnreadableFile
from tests.outgoing.playing import (
    NO_NUMBER,
    FakeChannel,
    FakeFile,
    account,
    confirmation,
    confirmations,
    play,
    sent,
    work,
)
from tests.picking.floor import assert_proven
from tests.shop import Shop

FIRST, SECOND = "00340434161094042557", "JD0004203107710042"


@pytest.fixture
def upload(monkeypatch: pytest.MonkeyPatch) -> FakeFile:
    """The account is told by files."""
    fake = FakeFile()
    play(monkeypatch, client=None, shipment_upload=fake)
    return fake


def make(shop: Shop, account_id: int) -> int:
    with shop.inside():
        return make_shipments_file(account_id, by=shop.by("Mo"))


def text(shop: Shop, file_id: int) -> list[str]:
    with shop.inside():
        return content_of(file_id)[1].decode().split("\r\n")


@pytest.mark.usefixtures("upload")
def test_all_that_left_goes_into_one_file_and_the_next_has_only_what_is_new(shop: Shop) -> None:
    account_id = account(shop, connected=False)
    sent(shop, account_id, "LAMP", "LAMP", number="#1001", tracking=FIRST)
    sent(shop, account_id, "MUG", number="#1002", tracking=SECOND)
    work(shop)

    first = make(shop, account_id)

    assert text(shop, first)[1:] == [
        f"#1001\tL1\t2\tDHL Express\t{FIRST}",
        f"#1002\tL1\t1\tOther\t{SECOND}",
    ]
    assert [(one.file_id, one.told_by) for one in confirmations(shop)] == [(first, "user:2")] * 2
    sent(shop, account_id, "LAMP", number="#1003", tracking=FIRST)
    work(shop, minutes=12)
    assert [row.split("\t")[0] for row in text(shop, make(shop, account_id))[1:]] == ["#1003"]
    assert_proven(shop)


@pytest.mark.usefixtures("upload")
def test_it_is_numbered_kept_and_the_same_at_each_download(shop: Shop) -> None:
    account_id = account(shop, connected=False)
    sent(shop, account_id, "LAMP", tracking=FIRST)
    work(shop)
    file_id = make(shop, account_id)
    with shop.inside():
        keep = content_of(file_id)
        set_carrier_words(account_id, (("dhl", "Another word"),), by=shop.by())

        assert content_of(file_id) == keep
        assert keep[0] == "shipments-0001.txt"
        kept = db.session.get_one(OutgoingFile, file_id)
        assert (kept.number, kept.rows, kept.left_out) == (1, 1, None)


@pytest.mark.usefixtures("upload")
def test_what_cannot_go_in_stays_and_says_why(shop: Shop) -> None:
    account_id = account(shop, connected=False)
    sent(shop, account_id, "LAMP", number="#1001")
    sent(shop, account_id, "MUG", number="#1002", tracking=SECOND)
    work(shop)

    file_id = make(shop, account_id)

    left, told = confirmations(shop)
    assert (left.is_open, left.refusal, told.file_id) == (True, NO_NUMBER, file_id)
    with shop.inside():
        assert db.session.get_one(OutgoingFile, file_id).left_out == {str(left.id): NO_NUMBER}
    with pytest.raises(Refused, match="None of these parcels can go into a file yet"):
        make(shop, account_id)


def test_a_carrier_without_a_word_blocks_its_row_alone_until_the_shop_says_one(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(monkeypatch, client=None, shipment_upload=FakeFile(), other_carrier=None)
    account_id = account(shop, connected=False)
    sent(shop, account_id, "LAMP", number="#1001", tracking=FIRST)
    sent(shop, account_id, "MUG", number="#1002", tracking="H01HAA0004203107")
    work(shop)
    assert [row.split("\t")[0] for row in text(shop, make(shop, account_id))[1:]] == ["#1001"]
    assert confirmations(shop)[1].refusal == "It has no word for Evri. Say what it calls this carrier."

    with shop.inside():
        assert set_carrier_words(account_id, (("evri", "Hermes"),), by=shop.by()) == 1

    assert text(shop, make(shop, account_id))[1:] == ["#1002\tL1\t1\tHermes\tH01HAA0004203107"]


@pytest.mark.usefixtures("upload")
def test_a_file_that_the_channel_never_got_is_taken_back_and_nobody_gets_it_any_more(shop: Shop) -> None:
    account_id = account(shop, connected=False)
    sent(shop, account_id, "LAMP", tracking=FIRST)
    work(shop)
    file_id = make(shop, account_id)
    with shop.inside():
        assert take_back_file(file_id, by=shop.by()) == 1
        with pytest.raises(Refused, match="taken back"):
            content_of(file_id)
        with pytest.raises(Refused, match="already"):
            take_back_file(file_id, by=shop.by())
    assert (confirmation(shop).is_open, confirmation(shop).file_id) == (True, None)

    again = make(shop, account_id)

    with shop.inside():
        assert content_of(again)[0] == "shipments-0002.txt"
    assert confirmation(shop).file_id == again


@pytest.mark.usefixtures("upload")
def test_nothing_is_made_of_nothing(shop: Shop) -> None:
    account_id = account(shop, connected=False)
    with pytest.raises(Refused, match="nothing to tell"):
        make(shop, account_id)
    with shop.inside(), pytest.raises(Missing):
        content_of(99)


def test_an_account_that_is_told_by_itself_gets_no_file(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, client=FakeChannel(), shipment_upload=FakeFile())
    with pytest.raises(Refused, match="told by itself"):
        make(shop, account(shop))


def test_where_the_channel_has_a_template_ours_looks_like_it(shop: Shop, upload: FakeFile) -> None:
    upload.wants_template = True
    account_id, by = account(shop, connected=False), shop.by("Mo")
    sent(shop, account_id, "LAMP", tracking=FIRST)
    work(shop)
    with pytest.raises(Refused, match="Give the channel's own file first"):
        make(shop, account_id)
    with shop.inside():
        with pytest.raises(UnreadableFile):
            keep_template(account_id, SHIPMENTS, "x.txt", Content(b"Photo"), by=shop.by("Mo"))

        keep_template(account_id, SHIPMENTS, "theirs.txt", Content(b"Order\tOurs"), by=by)

    assert text(shop, make(shop, account_id))[0] == "Order\tOurs"


@pytest.mark.usefixtures("upload")
def test_a_template_can_be_replaced_and_that_undone(shop: Shop) -> None:
    account_id, by = account(shop, connected=False), shop.by("Mo")
    with shop.inside():
        keep_template(account_id, SHIPMENTS, "old.txt", Content(b"Order\tOld"), by=shop.by("Mo"))
        keep_template(account_id, SHIPMENTS, "new.txt", Content(b"Order\tNew"), by=by)
        assert kept(account_id) == "new.txt"

        undo_operation(by.operation_id, by=shop.by("Mo"))

        assert kept(account_id) == "old.txt"


def kept(account_id: int) -> str | None:
    found = template_of(account_id, SHIPMENTS)
    return found.filename if found else None
