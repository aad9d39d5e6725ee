"""The driver's page: readable for everybody, in two languages, and nothing in it runs."""

import base64
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.domain.package.language import LANGUAGES, language
from sessions.domain.package.words import WORDS
from sessions.tables import MeterKeyItem, SessionItem
from tests.unit.sessions.receipts.conftest import LONG_AGO, issued, look, settle
from tests.unit.sessions.signed.conftest import (
    SESSION,
    begin_and_end,
    deliver,
    event,
    reading,
    told,
    verify_all,
)
from tests.unit.sessions.signed.test_keys_of_meters import register

pytestmark = pytest.mark.usefixtures("aws", "machines")
HOSTILE = "<script>alert('1')</script>\"&"


class Reader(HTMLParser):
    """What a screen reader gets to know: elements with their attributes, and the text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data.strip())

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def read(token, wanted=None):
    answer = look(token, language=wanted)
    assert (answer.status, answer.content_type) == (200, "text/html; charset=utf-8")
    return Reader(answer.text)


def test_the_page_says_what_was_measured_and_what_it_cost(token):
    words = read(token).words
    assert "2026-11-22 10:00:00+00:00" in words
    assert {"1.0005 kWh", "21.0007 kWh", "Energy: 20.0002 kWh"} <= set(words)
    assert {"1.00 EUR", "0.19 EUR", "1.19 EUR", "BNetzA-4711", "M1", SESSION} <= set(words)
    assert WORDS["en"]["valid"] in words


def test_registers_have_the_digits_of_the_meter(meter):
    register(meter, LONG_AGO)
    begin_and_end(meter, wh=("1000", "3500"))
    verify_all()
    words = read(issued()).words
    assert {"1.0000 kWh", "3.5000 kWh", "Energy: 2.5 kWh"} <= set(words)


def test_in_german_with_a_comma(token):
    words = read(token, "de-AT,de;q=0.9,en;q=0.8").words
    assert {"21,0007 kWh", "1,19 EUR", WORDS["de"]["valid"]} <= set(words)


def test_times_are_those_of_the_meter_s_own_clock(meter):
    from datetime import timedelta, timezone

    register(meter, LONG_AGO)
    berlin = timezone(timedelta(hours=1))
    for seq_no, (kind, mark) in enumerate((("Started", "B"), ("Ended", "E"))):
        one = reading(mark, seq_no, 1000)
        local = type(one)(one.at.astimezone(berlin), one.register_wh, mark, time_status="I")
        deliver(event(seq_no, kind, told(meter, meter.record([local]), mark)))
    verify_all()
    words = read(issued()).words
    assert {"2026-11-22 11:00:00+01:00", "2026-11-22 11:01:00+01:00"} <= set(words)
    assert WORDS["en"]["unsynchronised"] in words
    assert WORDS["en"]["unbilled"] in words


def test_it_has_the_structure_that_screen_readers_need(token):
    page = read(token, "de")
    assert page.all("html") == [{"lang": "de"}]
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    assert len(page.all("h2")) == 6
    assert len(page.all("table")) == len(page.all("caption")) == len(page.all("thead")) == 4
    assert {cell["scope"] for cell in page.all("th")} == {"col", "row"}
    assert not page.all("script") + page.all("img") + page.all("iframe")


def test_its_links_lead_to_its_files(token):
    targets = [link["href"] for link in read(token).all("a")]
    assert targets[0] == f"{token}/transparency.xml"
    assert all(target.startswith("https://") for target in targets[1:])


def test_hostile_names_are_only_text(token):
    SessionItem(SESSION).update([SessionItem.cdr_id.set(HOSTILE)])
    for item in MeterKeyItem.scan():
        item.update([MeterKeyItem.bnetza_id.set(HOSTILE)])
    answer = look(token)
    assert "<script" not in answer.text
    assert Reader(answer.text).words.count(HOSTILE) == 2


@pytest.mark.parametrize("member", ["MS", "CI", "GS"])
def test_what_a_meter_says_is_only_text(meter, member):
    register(meter, LONG_AGO)
    if member == "GS":
        meter.serial = ""
    text = meter.record([reading("B", 0, 1), reading("E", 1, 2)], **{member: HOSTILE})
    deliver(event(0, "Started"), event(1, "Ended", told(meter, text, "E")))
    verify_all()
    page = look(issued()).text
    assert "<script" not in page
    assert any(HOSTILE in word for word in Reader(page).words)


def test_nothing_else_may_read_keep_or_learn_it(token):
    for view in ("", "/transparency.xml", "/receipt.json"):
        headers = look(token, view).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Robots-Tag"].startswith("noindex")
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert look("A" * 32).headers.items() >= {"Cache-Control": "private, no-store"}.items()


def test_its_one_style_is_the_one_that_is_allowed(token):
    answer = look(token)
    style = answer.text.partition("<style>")[2].partition("</style>")[0]
    allowed = base64.b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{allowed}'" in answer.headers["Content-Security-Policy"]


def test_a_correction_of_the_bill_shows_behind_the_same_link(token):
    changes = [SessionItem.cdr_id.set("other"), SessionItem.total_incl_vat.set(2)]
    SessionItem(SESSION).update(changes)
    assert {"other", "2.00 EUR", "1.00 EUR"} <= set(read(token).words)


def test_no_receipt_is_told_in_both_languages():
    for wanted in LANGUAGES:
        answer = look("A" * 32, language=wanted)
        assert (answer.status, answer.content_type) == (404, "text/html; charset=utf-8")
        assert WORDS[wanted]["no_text"] in answer.text


def test_what_is_being_verified_is_waited_for(token, meter):
    deliver(event(2, "Updated", told(meter, meter.record([reading("C", 1, 1100)]), "B")))
    answer = look(token)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


def test_a_key_that_nobody_confirmed_is_told(meter):
    begin_and_end(meter)
    verify_all()
    token = issued()
    settle()
    words = read(token).words
    assert {WORDS["en"]["unverifiable"], "key_unconfirmed"} <= set(words)


def test_both_languages_have_the_same_words():
    assert set(WORDS) == set(LANGUAGES)
    assert len({frozenset(words) for words in WORDS.values()}) == 1


@pytest.mark.parametrize(
    ("accepted", "wanted"),
    [
        ("", "en"),
        ("fr", "en"),
        ("*", "en"),
        ("de", "de"),
        ("DE-de", "de"),
        ("fr, de;q=0.5, en;q=0.4", "de"),
        ("de;q=0.1, en;q=0.2", "en"),
        ("de;q=0", "en"),
        ("en;q=0, de;q=0.001", "de"),
        ("deutsch", "en"),
        ("de;q=x", "en"),
    ],
)
def test_the_language_is_the_one_that_is_liked_best(accepted, wanted):
    assert language(accepted) == wanted


@given(st.text())
def test_any_wish_gets_a_language(accepted):
    assert language(accepted) in LANGUAGES
