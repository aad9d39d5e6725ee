"""How far stations are with updates, publications and uploads, and what they answered to them."""

from datetime import UTC, datetime

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import error, result

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ACTIONS = {
    "FirmwareStatusNotification": ("firmware-update", "Downloading", "Installed"),
    "PublishFirmwareStatusNotification": ("firmware-publication", "Downloading", "PublishFailed"),
    "LogStatusNotification": ("log-upload", "Uploading", "Uploaded"),
}


def record(kind: str, key: str = "7"):
    from ocpp_gateway.records import find_record

    return find_record("CP1", kind, key)


def answered(action: str, payload: dict, response: dict, at: datetime = NOON) -> None:
    """What complete_call does with a CALLRESULT."""
    from ocpp_gateway.domain.calls import Finished
    from ocpp_gateway.outbound_routes import OUTBOUND

    keep = OUTBOUND["ocpp2.0.1"][action].keep
    assert keep is not None
    keep(Finished("CP1", "c1", action, "ocpp2.0.1", payload, response, at))


def update(request_id: int = 7) -> dict:
    firmware = {"location": "https://x/y.bin?sig=s", "retrieveDateTime": "2026-11-22T12:00:00Z"}
    return {"requestId": request_id, "firmware": firmware}


@pytest.mark.parametrize("action", ACTIONS)
def test_a_status_is_kept_by_its_request(station, action):
    kind, first, last = ACTIONS[action]
    for number, status in enumerate((first, last, first)):
        result(action, {"status": status, "requestId": 7}, f"m{number}")
    content = record(kind)
    assert (content["status"], content["ended"]) == (last, True)
    assert [entry["status"] for entry in content["history"]] == [first, last]
    assert record(kind, "8") is None


@pytest.mark.parametrize("action", ACTIONS)
def test_a_status_without_a_request_is_kept_apart(station, action):
    kind, *_ = ACTIONS[action]
    result(action, {"status": "Idle"})
    assert (record(kind, "none")["status"], record(kind, "none")["ended"]) == ("Idle", False)


def test_an_unknown_status_is_refused(station):
    payload = {"status": "Dreaming", "requestId": 7}
    assert error("FirmwareStatusNotification", payload) == "PropertyConstraintViolation"


def test_a_new_status_is_told_once_and_an_old_one_never(station, outbox):
    for status in ("Installing", "Installing", "Downloading"):
        result("FirmwareStatusNotification", {"status": status, "requestId": 7})
    told = {"station_id": "CP1", "process": "firmware-update", "status": "Installing"}
    assert outbox() == [("FirmwareStatusChanged", told | {"request_id": 7})]


def test_a_download_that_pauses_and_goes_on_is_told_each_time(station, outbox, monkeypatch):
    from ocpp_gateway.actions.firmware_status_notification import answer
    from ocpp_gateway.domain.connection import Connection, Request

    connection = Connection("S0CK3T=", "CP1", "S1", "ocpp2.0.1", "Accepted")
    for minute, status in enumerate(("Downloading", "DownloadPaused", "Downloading")):
        payload = {"status": status, "requestId": 7}
        now = NOON.replace(minute=minute)
        answer(Request(connection, "m", "FirmwareStatusNotification", payload, now))
    content = record("firmware-update")
    assert content["status"] == "Downloading"
    assert content["history"][-1] == {
        "status": "Downloading",
        "first_at": "2026-11-22T12:00:00.000Z",
        "last_at": "2026-11-22T12:02:00.000Z",
    }
    assert len(outbox()) == 3


def test_a_log_upload_is_no_event(station, outbox):
    result("LogStatusNotification", {"status": "Uploaded", "requestId": 7})
    assert outbox() == []


def test_where_a_firmware_was_published_is_kept(station):
    payload = {"status": "Published", "requestId": 7, "location": ["http://10.0.0.1/fw"]}
    result("PublishFirmwareStatusNotification", payload)
    assert record("firmware-publication")["location"] == ["http://10.0.0.1/fw"]


def test_a_status_costs_two_round_trips(station, trips):
    result("Heartbeat", {})
    trips.clear()
    result("FirmwareStatusNotification", {"status": "Downloading", "requestId": 7})
    assert trips.total() == 2


@pytest.mark.parametrize(
    "status", ["Accepted", "Rejected", "AcceptedCanceled", "InvalidCertificate"]
)
def test_the_answer_to_an_update_is_kept_without_the_key_to_the_file(station, status):
    answered("UpdateFirmware", update(), {"status": status})
    content = record("firmware-update")
    assert content["answer"]["status"] == status
    assert content["request"]["location"] == "https://x/y.bin"


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0, 1)])
def test_answer_and_status_may_come_in_any_order(station, order):
    steps = (
        lambda: answered("UpdateFirmware", update(), {"status": "Accepted"}),
        lambda: result("FirmwareStatusNotification", {"status": "Installed", "requestId": 7}),
    )
    for step in order:
        steps[step]()
    content = record("firmware-update")
    assert (content["status"], content["answer"]["status"]) == ("Installed", "Accepted")


def test_a_status_between_read_and_write_is_not_lost(station, monkeypatch):
    from ocpp_gateway.firmware import change_progress as module

    read = module.find_record

    def slow(*place):
        found = read(*place)
        monkeypatch.setattr(module, "find_record", read)
        result("FirmwareStatusNotification", {"status": "Downloading", "requestId": 7})
        return found

    monkeypatch.setattr(module, "find_record", slow)
    answered("UpdateFirmware", update(), {"status": "Accepted"})
    content = record("firmware-update")
    assert (content["status"], content["answer"]["status"]) == ("Downloading", "Accepted")


def test_an_update_that_cancels_another_says_so(station):
    answered("UpdateFirmware", update(6), {"status": "Accepted"}, NOON.replace(hour=10))
    answered("UpdateFirmware", update(5), {"status": "Accepted"}, NOON.replace(hour=11))
    result("FirmwareStatusNotification", {"status": "Installed", "requestId": 5})
    for _ in range(2):
        answered("UpdateFirmware", update(7), {"status": "AcceptedCanceled"})
    assert record("firmware-update", "6")["superseded_by"] == 7
    assert "superseded_by" not in record("firmware-update", "5")
    assert "superseded_by" not in record("firmware-update", "7")


def test_the_answer_to_a_log_request_names_its_file(station):
    log = {"remoteLocation": "https://x/y?sig=s", "oldestTimestamp": "2026-11-01T00:00:00Z"}
    payload = {"requestId": 7, "logType": "SecurityLog", "log": log}
    answered("GetLog", payload, {"status": "Accepted", "filename": "log.gz"})
    content = record("log-upload")
    assert content["answer"]["filename"] == "log.gz"
    assert content["request"] == {
        "logType": "SecurityLog",
        "oldestTimestamp": "2026-11-01T00:00:00Z",
    }


def test_answers_of_a_local_controller_are_kept(station):
    checksum = "0123456789abcdef0123456789abcdef"
    payload = {"requestId": 7, "checksum": checksum, "location": "https://x/y"}
    answered("PublishFirmware", payload, {"status": "Rejected"})
    answered("UnpublishFirmware", {"checksum": checksum}, {"status": "NoFirmware"})
    assert record("firmware-publication")["answer"]["status"] == "Rejected"
    assert record("firmware-unpublication", checksum)["status"] == "NoFirmware"


def test_a_record_that_changes_all_the_time_is_trouble_and_no_poison(station, monkeypatch):
    from corridor_aws.streams import is_trouble
    from ocpp_gateway.firmware import change_progress as module
    from ocpp_gateway.firmware.attempts import Contended

    monkeypatch.setattr(module, "won", lambda write: False)
    monkeypatch.setattr("ocpp_gateway.firmware.attempts.time.sleep", lambda seconds: None)
    with pytest.raises(Contended) as raised:
        answered("UpdateFirmware", update(), {"status": "Accepted"})
    assert is_trouble(raised.value)
