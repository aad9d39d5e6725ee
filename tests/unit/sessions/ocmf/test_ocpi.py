"""`signed_data` of CDRs (R-EI-11)."""

import base64

import pytest

from sessions.domain.ocmf.ocpi import OLD_PARSERS, Limits, signed_data
from sessions.domain.ocmf.record import read_record
from tests.unit.sessions.ocmf.samples import (
    TOKEN,
    begin_and_end,
    key_on,
    meter,
    public,
    reading,
    whole_session,
)

URL = "https://drivers.example/s/1"
KEY = public(key_on())


def of(*texts, key=KEY, **more):
    return signed_data(map(read_record, texts), key, **more)


def test_two_records():
    begin, end = begin_and_end()
    assert of(end, begin) == {
        "encoding_method": "OCMF",
        "public_key": base64.b64encode(KEY.der).decode(),
        "signed_values": [
            {
                "nature": nature,
                "plain_data": text,
                "signed_data": base64.b64encode(text.encode()).decode(),
            }
            for nature, text in (("Start", begin), ("End", end))
        ],
    }


def test_one_record_with_both_is_the_end():
    (value,) = of(whole_session())["signed_values"]
    assert value["nature"] == "End"


def test_what_lies_between_is_intermediate():
    simulated = meter()
    texts = [simulated.record([reading(mark, "1")], TOKEN) for mark in "ETB"]
    natures = [value["nature"] for value in of(*texts)["signed_values"]]
    assert natures == ["Start", "Intermediate", "End"]


def test_the_text_goes_on_as_the_station_sent_it():
    sent = base64.b64encode(whole_session().encode()).decode()
    assert of(sent)["signed_values"][0]["signed_data"] == sent


def test_no_key_and_too_long_a_key_are_left_out():
    assert "public_key" not in of(whole_session(), key=None)
    assert "public_key" not in of(whole_session(), limits=Limits(public_key=20))


def test_too_long_a_value_is_found_behind_the_url():
    long = whole_session()
    assert of(long, limits=OLD_PARSERS) is None
    told = of(long, url=URL, limits=OLD_PARSERS)
    assert told["signed_values"] == [{"nature": "End", "plain_data": "", "signed_data": ""}]
    assert told["url"] == URL


def test_what_just_fits_is_told():
    record = read_record(whole_session())
    limit = len(record.base64)
    assert of(record.text, limits=Limits(value=limit))["signed_values"][0]["signed_data"]
    assert of(record.text, limits=Limits(value=limit - 1)) is None


def test_nothing_signed_is_nothing_told():
    assert of() is None


def test_too_long_a_url_is_refused():
    with pytest.raises(ValueError, match="512"):
        of(whole_session(), url="https://" + "x" * 505)
