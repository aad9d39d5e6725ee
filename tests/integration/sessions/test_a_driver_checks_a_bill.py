"""Germany: behind the driver's link stand the bill and a file that proves it."""

import re
import urllib.error
import urllib.request

import pytest

from local.station.signing import Shape, Signing
from sessions.domain.ocmf.key import read_key
from sessions.domain.ocmf.record import read_record
from sessions.domain.ocmf.transparency_file import read_values
from sessions.domain.ocmf.verdict import State
from sessions.domain.ocmf.verification import verify
from tests.cloud import TIMEOUT_S
from tests.signing_stations import Road, charge, drive


@pytest.fixture(scope="module")
def road(cloud):
    return Road(cloud)


@pytest.fixture(scope="module")
def session(road):
    station = road.station(Signing(("secp256r1",), Shape.APART))
    road.enter_key(station.id, station.evses[1].readings.signer)
    drive(station, charge)
    (entry,) = station.book
    return road.billed(entry) | {"meter": station.evses[1].readings.signer.meter}


def get(url, **headers):
    """Status, headers and text; no operator asks, only somebody with a link."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers=headers), timeout=TIMEOUT_S
        ) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers, refusal.read().decode()


def test_the_page_shows_bill_and_meter(session):
    status, headers, page = get(session["receipt_url"], **{"Accept-Language": "de-DE,en;q=0.5"})
    assert (status, headers["Cache-Control"]) == (200, "private, no-store")
    assert '<html lang="de">' in page
    assert session["total_incl_vat"].replace(".", ",") + " EUR" in page
    assert session["meter"].serial in page
    assert session["meter"].key.der.hex() in page


def test_the_file_behind_the_page_s_link_verifies(session):
    url = session["receipt_url"]
    href = re.search(r'href="([^"]+/transparency\.xml)"', get(url)[2])[1]
    status, headers, xml = get(f"{url.rpartition('/')[0]}/{href}")
    assert (status, headers["Content-Disposition"][:10]) == (200, "attachment")
    begin, end = read_values(xml.encode())
    assert (begin.context, end.context) == ("Transaction.Begin", "Transaction.End")
    for value in (begin, end):
        assert verify(read_record(value.data), read_key(value.key)).state == State.VALID
        assert read_key(value.key).der == session["meter"].key.der


def test_a_partner_finds_values_and_link_in_the_cdr(road, session):
    data = road.get(f"/cdrs/{session['cdr_id']}")["cdr"]["signed_data"]
    assert [value["nature"] for value in data["signed_values"]] == ["Start", "End"]
    assert data["url"] == session["receipt_url"]


def test_who_has_no_link_finds_nothing(cloud, session):
    assert get(f"{cloud.http}/receipts/{'A' * 32}")[0] == 404
    assert get(f"{cloud.http}/receipts/{session['session_id']}")[0] == 404
    assert get(f"{session['receipt_url']}/other")[0] in (403, 404)


def test_what_was_altered_in_the_bucket_is_told(cloud, road, session):
    """Only who may pass over the lock can do that."""
    s3 = cloud.client("s3")
    stored = [
        {"Bucket": bucket["Name"], "Key": found["Key"]}
        for bucket in s3.list_buckets()["Buckets"]
        for found in s3.list_objects_v2(Bucket=bucket["Name"]).get("Contents", [])
        if session["session_id"] in found["Key"]
    ]
    assert len(stored) == 2
    s3.put_object(**stored[0], Body=b"OCMF|{}|{}")
    assert "no longer as the station sent them: 1." in get(session["receipt_url"])[2]
    assert len(read_values(get(session["receipt_url"] + "/transparency.xml")[2].encode())) == 1
