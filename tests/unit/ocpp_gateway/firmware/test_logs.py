"""Logs: asked for with a link that a station can take, listed with one that an operator can."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from corridor_aws.clients import client
from corridor_kernel.problems import Problem
from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.domain.file_names import MAX_LOCATION, image_key, log_key
from ocpp_gateway.domain.progress import LOG_UPLOAD
from ocpp_gateway.firmware import create_log as module
from ocpp_gateway.firmware import files
from ocpp_gateway.firmware.change_progress import change_progress
from ocpp_gateway.firmware.create_image import create_image
from ocpp_gateway.firmware.create_log import create_log
from ocpp_gateway.firmware.list_logs import list_logs
from ocpp_gateway.records import all_records, find_record
from ocpp_gateway.tables import CallTable, StationTable
from tests.conftest import REGION
from tests.station_calls import station_calls

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONGEST = "*" * 48
KEY_ID = "AKIA0123456789ABCDEF"
AWS = "amazonaws.com"


@pytest.fixture
def station(aws, monkeypatch):
    monkeypatch.setenv("FILES_SIGNING_KEY_ID", KEY_ID)
    monkeypatch.setenv("FILES_SIGNING_SECRET", "s" * 40)
    files._signer.cache_clear()
    attributes = {"kind": "station", "protocol": "ocpp2.0.1", "registration": "Accepted"}
    for station_id in ("CS1", LONGEST):
        StationTable(station_id, "station", evses=[], **attributes).save()
    yield
    files._signer.cache_clear()


def sent() -> dict:
    """The message on the queue `station-calls`."""
    (message,) = station_calls()
    return message


def test_a_station_is_asked_to_put_its_log_to_its_own_place(station):
    asked = create_log("CS1", "SecurityLog", NOW, oldest="2026-11-01T00:00:00+01:00")
    message = sent()
    assert (message["action"], message["call_id"]) == ("GetLog", asked["call_id"])
    payload = message["payload"]
    assert payload["requestId"] == asked["request_id"] < 2**31
    assert payload["log"]["oldestTimestamp"] == "2026-10-31T23:00:00.000Z"
    link = urlsplit(payload["log"]["remoteLocation"])
    assert link.path == f"/logs/CS1/{asked['request_id']}"
    query = parse_qs(link.query)
    assert query["X-Amz-Credential"][0].startswith(KEY_ID)
    assert query["X-Amz-Expires"] == ["604800"]
    assert "X-Amz-Security-Token" not in query


def test_links_name_the_region_of_the_bucket(station):
    for link in (files.link_for_station, files.link_for_operator):
        assert urlsplit(link("put_object", "logs/CS1/1")).hostname == f"files.s3.{REGION}.{AWS}"


@pytest.mark.parametrize(
    ("latest", "is_asked"), [("2026-11-01T00:00:00Z", True), ("2026-10-31T23:59:59Z", False)]
)
def test_a_log_ends_after_it_begins(station, latest, is_asked):
    span = {"oldest": "2026-11-01T01:00:00+01:00", "latest": latest}
    if is_asked:
        create_log("CS1", "SecurityLog", NOW, **span)
        return
    with pytest.raises(Problem, match="422"):
        create_log("CS1", "SecurityLog", NOW, **span)
    assert list_logs("CS1", 50, None)["items"] == []


def test_the_longest_link_is_one_that_ocpp_has_room_for(station, monkeypatch):
    monkeypatch.setenv("FILES_BUCKET", "b" * 63)
    create_log(LONGEST, "SecurityLog", NOW)
    assert len(sent()["payload"]["log"]["remoteLocation"]) <= MAX_LOCATION
    image = image_key("0" * 32, "x" * 200)
    assert len(files.link_for_station("get_object", image)) <= MAX_LOCATION


def test_a_link_that_is_too_long_is_not_sent(station, monkeypatch):
    with pytest.raises(ValueError, match="512"):
        files.link_for_station("put_object", "k" * 500)


def test_no_two_stations_share_a_place():
    assert log_key("~0123456789abcdef", 1) != log_key("*", 1)
    assert log_key("*", 1).split("/")[1].startswith("~")
    assert log_key("a/../b", 1).count("/") == 2


def test_the_link_is_not_kept(station):
    asked = create_log("CS1", "SecurityLog", NOW)
    assert "X-Amz" not in str(find_record("CS1", "log-upload", str(asked["request_id"])))


def test_a_log_has_a_link_once_its_file_is_there(station):
    asked = create_log("CS1", "DiagnosticsLog", NOW)
    (log,) = list_logs("CS1", 50, None)["items"]
    assert (log["type"], log["download_url"], log["status"]) == ("DiagnosticsLog", None, None)
    key = f"logs/CS1/{asked['request_id']}"
    client("s3").put_object(Bucket="files", Key=key, Body=b"line")
    (log,) = list_logs("CS1", 50, None)["items"]
    assert log["size_bytes"] == 4
    assert urlsplit(log["download_url"]).path.endswith(key)
    assert parse_qs(urlsplit(log["download_url"]).query)["X-Amz-Expires"] == ["900"]


def finished(protocol: str, payload: dict, ending: dict) -> CallTable:
    call = CallTable("CS1", "call", call_id="c1", action="GetLog", protocol=protocol)
    members = {"payload": payload, "state": "Finished", "finished_at": NOW} | ending
    for name, value in members.items():
        setattr(call, name, value)
    return call


@pytest.mark.parametrize("payload", [{}, {"requestId": None}, {"requestId": "x"}])
def test_what_was_no_request_for_a_log_leaves_nothing(station, payload):
    complete_call(finished("ocpp2.0.1", payload, {"outcome": "Invalid"}), NOW)
    assert all_records("CS1", "log-upload") == {}
    assert list_logs("CS1", 50, None)["items"] == []


@pytest.mark.parametrize("protocol", ["ocpp2.0.1", "ocpp1.6"])
def test_a_station_that_knows_no_logs_is_shown_as_such(station, protocol):
    """Few 1.6 stations have the security extension."""
    create_log("CS1", "DiagnosticsLog", NOW)
    failed = {"outcome": "Error", "error_code": "NotImplemented", "error_description": "no"}
    complete_call(finished(protocol, sent()["payload"], failed), NOW)
    (log,) = list_logs("CS1", 50, None)["items"]
    assert (log["answer"], log["failure"]) == (None, "Error: NotImplemented: no")
    assert log["requested_at"]


def test_trouble_with_the_bucket_is_not_a_missing_file(station, monkeypatch):
    create_log("CS1", "DiagnosticsLog", NOW)
    monkeypatch.setenv("FILES_BUCKET", "")
    with pytest.raises(RuntimeError):
        list_logs("CS1", 50, None)


def test_a_request_takes_nothing_from_what_is_known_already(station, monkeypatch):
    told = {"status": "Uploaded", "ended": True}
    monkeypatch.setattr(module.secrets, "randbelow", lambda _: 5)
    change_progress("CS1", LOG_UPLOAD, 5, lambda content: {**content, **told}, NOW)
    create_log("CS1", "SecurityLog", NOW)
    record = find_record("CS1", "log-upload", "5")
    assert (record["status"], record["object_key"]) == ("Uploaded", "logs/CS1/5")


def test_nobody_is_asked_who_is_not_there(station):
    with pytest.raises(Problem) as refused:
        create_log("CS2", "SecurityLog", NOW)
    assert refused.value.status == 404


def test_an_image_has_a_place_of_its_own(station):
    first, second = create_image("a b/c.bin"), create_image("a b/c.bin")
    assert first["image"] != second["image"]
    assert first["image"].startswith("firmware/")
    assert first["image"].endswith("/a-b-c.bin")
    assert urlsplit(first["upload_url"]).path.endswith(first["image"])
