"""BootNotification and what a station may do before it is accepted (R-BOOT-1..4)."""

from datetime import timedelta

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import error, event, read_station, result

BOOT = {
    "reason": "PowerUp",
    "chargingStation": {
        "vendorName": "ACME",
        "model": "HPC-400",
        "serialNumber": "SN1",
        "firmwareVersion": "1.2",
    },
}
UNBOOTED = {"standing": "Unbooted"}


@pytest.mark.parametrize(("policy", "interval"), [("Accepted", 300), ("Pending", 60)])
def test_a_boot_is_answered_by_the_policy_and_kept(register, outbox, policy, interval):
    register(registration=policy)
    answer = result("BootNotification", BOOT, **UNBOOTED)
    assert (answer["status"], answer["interval"]) == (policy, interval)
    station = read_station()
    assert (station.boot_status, station.boot_message_id) == (policy, "m1")
    assert (station.reason, station.vendor_name, station.model) == ("PowerUp", "ACME", "HPC-400")
    assert (station.serial_number, station.firmware_version) == ("SN1", "1.2")
    assert station.registration == policy
    said = {
        "station_id": "CP1",
        "registration": policy,
        "reason": "PowerUp",
        "vendor_name": "ACME",
        "model": "HPC-400",
        "serial_number": "SN1",
        "firmware_version": "1.2",
    }
    assert outbox() == [("StationBooted", said)]


def test_a_new_station_is_held_while_it_is_provisioned(register):
    register(is_new=True)
    answer = result("BootNotification", BOOT, **UNBOOTED)
    assert (answer["status"], answer["interval"]) == ("Pending", 60)
    station = read_station()
    assert (station.boot_status, station.is_new) == ("Pending", True)
    assert station.new_since == station.booted_at


def test_a_new_station_is_held_for_five_minutes_at_most(register):
    register(is_new=True)
    result("BootNotification", BOOT, "m1", **UNBOOTED)
    station = read_station()
    station.update([type(station).new_since.set(station.new_since - timedelta(seconds=301))])
    assert result("BootNotification", BOOT, "m2", **UNBOOTED)["status"] == "Accepted"
    assert read_station().is_new is None


def test_later_boots_do_not_begin_the_five_minutes_anew(register):
    register(is_new=True)
    result("BootNotification", BOOT, "m1", **UNBOOTED)
    since = read_station().new_since
    result("BootNotification", BOOT, "m2", **UNBOOTED)
    assert read_station().new_since == since


def test_a_held_station_may_send_what_it_was_asked_for(register):
    register(is_new=True, boot_status="Pending", asked={"Heartbeat"})
    result("Heartbeat", {}, standing="Pending")
    assert error("TransactionEvent", event(), standing="Pending") == "SecurityError"


@pytest.mark.parametrize(("reason", "kept"), [("FirmwareUpdate", None), ("PowerUp", "X")])
def test_a_boot_that_puts_the_station_in_doubt_says_so(register, reason, kept):
    register(provisioned_for="X")
    result("BootNotification", BOOT | {"reason": reason}, **UNBOOTED)
    assert read_station().provisioned_for == kept


def test_a_boot_in_1_6_gives_no_reason_and_so_no_doubt(register):
    register(provisioned_for="X", connection_protocol="ocpp1.6")
    result("BootNotification", BOOT | {"reason": "Unknown"}, **UNBOOTED)
    assert read_station().provisioned_for == "X"


def test_a_new_station_that_comes_with_1_6_is_held_by_nobody(register):
    register(is_new=True, connection_protocol="ocpp1.6")
    assert result("BootNotification", BOOT, **UNBOOTED)["status"] == "Accepted"
    assert read_station().is_new is None


def test_what_a_station_no_longer_says_is_forgotten(register):
    register(firmware_version="0.9", serial_number="old")
    bare = {"reason": "PowerUp", "chargingStation": {"vendorName": "ACME", "model": "X"}}
    result("BootNotification", bare, **UNBOOTED)
    station = read_station()
    assert (station.firmware_version, station.serial_number) == (None, None)


def test_a_replay_gets_the_same_answer(register, outbox):
    register()
    first = result("BootNotification", BOOT, **UNBOOTED)
    assert result("BootNotification", BOOT, **UNBOOTED) == first
    assert len(outbox()) == 1
    other = result("BootNotification", BOOT, "m2", **UNBOOTED)
    assert other["currentTime"] >= first["currentTime"]
    assert read_station().boot_message_id == "m2"


def test_an_id_that_is_counted_from_one_again_is_no_replay(register):
    """Or the station would set its clock to the time of an older boot."""
    register()
    result("BootNotification", BOOT, "1", **UNBOOTED)
    station = read_station()
    before = station.booted_at - timedelta(minutes=2)
    station.update([type(station).booted_at.set(before)])
    result("BootNotification", BOOT, "1", **UNBOOTED)
    assert read_station().booted_at > before


def test_two_runs_of_one_boot_give_one_answer(register, outbox, monkeypatch):
    """The station's retry races the first run: who comes second finds out by its write."""
    from ocpp_gateway import record_boot

    register()
    saved, answers = record_boot._saved, []

    def slow(*given):
        monkeypatch.setattr(record_boot, "_saved", saved)
        answers.append(result("BootNotification", BOOT, **UNBOOTED))
        return saved(*given)

    monkeypatch.setattr(record_boot, "_saved", slow)
    answers.append(result("BootNotification", BOOT, **UNBOOTED))
    assert answers[0] == answers[1]
    assert len(outbox()) == 1


def test_a_policy_that_changes_meanwhile_counts(register, monkeypatch):
    from ocpp_gateway import record_boot

    register()
    saved = record_boot._saved

    def slow(*given):
        monkeypatch.setattr(record_boot, "_saved", saved)
        register(registration="Rejected")
        return saved(*given)

    monkeypatch.setattr(record_boot, "_saved", slow)
    assert result("BootNotification", BOOT, **UNBOOTED)["status"] == "Rejected"


def test_a_station_that_changes_all_the_time_gets_an_internal_error(register, monkeypatch):
    from ocpp_gateway import record_boot

    register()
    monkeypatch.setattr(record_boot, "_saved", lambda *_: False)
    assert error("BootNotification", BOOT, **UNBOOTED) == "InternalError"


@pytest.mark.parametrize(
    ("registered", "standing"),
    [
        ({"registration": "Accepted"}, "Unbooted"),
        ({"registration": "Pending", "boot_status": "Pending"}, "Pending"),
        ({"registration": "Rejected", "boot_status": "Rejected"}, "Rejected"),
        ({"registration": "Rejected", "boot_status": "Accepted"}, "Rejected"),
        ({"registration": "Accepted", "boot_status": "Pending"}, "Unbooted"),
    ],
)
@pytest.mark.parametrize("action", ["Heartbeat", "NotifyReport", "NoSuchAction"])
def test_a_station_that_is_not_accepted_gets_a_security_error(
    register, registered, standing, action
):
    register(**registered)
    assert error(action, {}, standing=standing) == "SecurityError"


def test_a_1_6_station_that_is_let_in_need_not_boot_first(register):
    """It may have bills of another backend to tell, and would throw away what is refused."""
    register(registration="Accepted", protocol="ocpp1.6")
    assert result("Heartbeat", {}, standing="Pending", protocol="ocpp1.6")["currentTime"]


def test_what_was_asked_for_is_legal_while_pending(register):
    register(registration="Pending", boot_status="Pending", asked={"Heartbeat"})
    result("Heartbeat", {}, standing="Pending")
    assert error("TransactionEvent", event(), standing="Pending") == "SecurityError"


def test_asking_a_rejected_station_makes_nothing_legal(register):
    register(registration="Rejected", asked={"Heartbeat"})
    assert error("Heartbeat", {}, standing="Rejected") == "SecurityError"


def test_an_accepted_boot_forgets_what_was_asked(register):
    register(asked={"Heartbeat"})
    result("BootNotification", BOOT, **UNBOOTED)
    assert read_station().asked is None


def test_after_the_boot_the_socket_is_free_without_another_read(register, trips):
    register()
    result("BootNotification", BOOT, **UNBOOTED)
    trips.clear()
    result("TransactionEvent", event(), **UNBOOTED)
    assert "GetItem" not in trips.made


def test_another_environment_reads_once_and_remembers(register, trips):
    register(boot_status="Accepted")
    for seq_no in range(3):
        result("TransactionEvent", event(seq_no=seq_no), **UNBOOTED)
    assert trips.made["GetItem"] == 1


def test_it_is_the_socket_that_is_remembered(register):
    register(boot_status="Accepted")
    result("Heartbeat", {}, **UNBOOTED)
    register(boot_status="Accepted", registration="Rejected")
    answer = error("Heartbeat", {}, connection_id="ANOTHER=", standing="Rejected")
    assert answer == "SecurityError"


def test_what_is_remembered_does_not_grow_for_ever(monkeypatch):
    from ocpp_gateway import admit_call

    monkeypatch.setattr(admit_call, "_REMEMBERED", 2)
    for number in range(5):
        admit_call.remember_accepted(str(number))
    assert admit_call._accepted == {"4"}
