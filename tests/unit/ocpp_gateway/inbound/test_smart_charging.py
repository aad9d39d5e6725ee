"""Limits of others, profiles, and what cars ask for (R-SC-8, 10, 11)."""

from datetime import UTC, datetime

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import NOW, result

PERIOD = [{"startPeriod": 0, "limit": 16.5}]
SCHEDULE = {"id": 1, "chargingRateUnit": "A", "chargingSchedulePeriod": PERIOD}


def records(kind: str) -> dict:
    from ocpp_gateway.records import all_records

    return all_records("CP1", kind)


def limit(source: str = "EMS", **more) -> None:
    payload = {"chargingLimit": {"chargingLimitSource": source}} | more
    assert result("NotifyChargingLimit", payload) == {}


def clear(source: str = "EMS", **more) -> None:
    assert result("ClearedChargingLimit", {"chargingLimitSource": source} | more) == {}


def test_a_limit_is_kept_and_told_by_source_and_evse(station, outbox):
    limit(evseId=1, chargingSchedule=[SCHEDULE])
    limit("SO")
    assert records("charging-limit") == {
        "EMS@1": {"source": "EMS", "evse_id": 1, "active": True, "schedules": [SCHEDULE]},
        "SO@0": {"source": "SO", "evse_id": 0, "active": True},
    }
    told = [data for name, data in outbox() if name == "ChargingLimitChanged"]
    assert {"station_id": "CP1", **records("charging-limit")["EMS@1"]} in told
    assert len(told) == 2


def test_the_same_limit_again_is_no_news(station, outbox):
    limit()
    limit()
    assert len(outbox()) == 1


def test_a_limit_after_it_was_cleared_is_news_even_under_the_same_message_id(station, outbox):
    """Stations that count their messages anew after a reboot."""
    limit()
    clear()
    limit()
    assert records("charging-limit")["EMS@0"]["active"]
    assert len(outbox()) == 3


def test_a_cleared_limit_is_cleared_at_its_evse_and_for_its_source(station):
    limit(evseId=1)
    limit(evseId=2)
    limit("SO", evseId=1)
    clear(evseId=1)
    active = {key: limit["active"] for key, limit in records("charging-limit").items()}
    assert active == {"EMS@1": False, "EMS@2": True, "SO@1": True}


def test_a_source_that_clears_the_station_clears_all_of_its_evses(station, outbox):
    limit(evseId=1)
    limit()
    limit("SO", evseId=1)
    clear()
    active = {key: limit["active"] for key, limit in records("charging-limit").items()}
    assert active == {"EMS@0": False, "EMS@1": False, "SO@1": True}
    assert len(outbox()) == 5


def test_a_limit_that_nobody_told_can_be_cleared(station):
    clear()
    assert not records("charging-limit")["EMS@0"]["active"]


def profile(id: int) -> dict:
    return {
        "id": id,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": [SCHEDULE],
    }


def report(id: int, *, tbc: bool) -> None:
    payload = {
        "requestId": 4,
        "chargingLimitSource": "CSO",
        "evseId": 1,
        "chargingProfile": [profile(id)],
        "tbc": tbc,
    }
    assert result("ReportChargingProfiles", payload, f"m{id}") == {}


def test_profiles_come_in_pages_without_numbers(station, outbox):
    report(7, tbc=True)
    report(7, tbc=True)
    assert not records("report")["4"]["complete"]
    assert outbox() == []
    report(8, tbc=False)
    report(8, tbc=False)
    assert records("report")["4"]["complete"]
    assert records("report")["4"]["pages"] == [0, 1]
    held = {"evseId": 1, "source": "CSO", "request_id": 4}
    assert records("charging-profile") == {
        "7": held | {"profile": profile(7)},
        "8": held | {"profile": profile(8)},
    }
    data = {"station_id": "CP1", "request_id": 4, "action": "ReportChargingProfiles"}
    assert outbox() == [("StationReported", data)]


AC = {"energyAmount": 1, "evMinCurrent": 6, "evMaxCurrent": 32, "evMaxVoltage": 230}
DC = {"evMaxCurrent": 200, "evMaxVoltage": 800, "stateOfCharge": 20}


@pytest.mark.parametrize(
    ("transfer", "parameters", "status"),
    [
        ("DC", {"dcChargingParameters": DC}, "Processing"),
        ("AC_three_phase", {"acChargingParameters": AC}, "Processing"),
        ("AC_single_phase", {"dcChargingParameters": DC}, "Rejected"),
        ("DC", {"acChargingParameters": AC}, "Rejected"),
        ("DC", {}, "Rejected"),
    ],
)
def test_what_a_car_asks_for_is_kept_told_and_answered(
    station, outbox, transfer, parameters, status
):
    needs = {"requestedEnergyTransfer": transfer} | parameters
    payload = {"evseId": 1, "chargingNeeds": needs, "maxScheduleTuples": 3}
    for _ in range(2):
        assert result("NotifyEVChargingNeeds", payload) == {"status": status}
    told = {"evse_id": 1, "needs": needs, "max_schedule_tuples": 3, "status": status}
    assert records("ev-charging-needs") == {"1": told}
    assert outbox() == [("EVChargingNeedsReceived", {"station_id": "CP1", **told})]


def offer(limit: float, evse_id: int = 1, **more) -> None:
    from ocpp_gateway.records import put_record

    schedule = SCHEDULE | {"chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}]} | more
    tx = profile(7) | {"chargingProfilePurpose": "TxProfile", "chargingSchedule": [schedule]}
    content = {"evseId": evse_id, "source": "CSO", "profile": tx}
    put_record("CP1", "charging-profile", "7", content, datetime(2026, 11, 22, tzinfo=UTC))


def means_to_charge() -> str:
    periods = [{"startPeriod": 0, "limit": 10}, {"startPeriod": 600, "limit": 16}]
    schedule = SCHEDULE | {"chargingSchedulePeriod": periods}
    payload = {"evseId": 1, "timeBase": NOW, "chargingSchedule": schedule}
    answered = result("NotifyEVChargingSchedule", payload)
    assert records("ev-charging-schedule") == {"1": payload | answered}
    return answered["status"]


def test_a_car_that_was_offered_nothing_charges_as_it_likes(station):
    assert means_to_charge() == "Accepted"


LOWER_LATER = {
    "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 32}, {"startPeriod": 900, "limit": 12}]
}


@pytest.mark.parametrize(
    ("limit", "more", "status"),
    [
        (16, {}, "Accepted"),
        (15.9, {}, "Rejected"),
        (10, {"duration": 600}, "Accepted"),
        (10, {"duration": 601}, "Rejected"),
        (0, LOWER_LATER, "Rejected"),
        (10, {"chargingRateUnit": "W"}, "Accepted"),
        (1, {"startSchedule": "2026-11-22T10:00:00Z", "duration": 7200}, "Accepted"),
        (1, {"startSchedule": "2026-11-22T10:00:00Z", "duration": 7201}, "Rejected"),
        (1, {"startSchedule": "2026-11-22T12:10:00Z"}, "Rejected"),
    ],
)
def test_a_car_keeps_to_what_it_was_offered(station, limit, more, status):
    """K15.FR.11, 12: at every instant, in the same unit."""
    offer(limit, **more)
    assert means_to_charge() == status


def test_what_another_evse_was_offered_does_not_count(station):
    offer(1, evse_id=2)
    assert means_to_charge() == "Accepted"


def test_clock_aligned_values_can_be_read(station):
    """R-TX-13: multiplier and default unit applied, kWh as Wh."""
    energy = {"value": 1.5, "context": "Sample.Clock", "unitOfMeasure": {"unit": "kWh"}}
    power = {"value": 11, "measurand": "Power.Active.Import", "context": "Sample.Clock"} | {
        "unitOfMeasure": {"unit": "W", "multiplier": 3}
    }
    value = {"timestamp": NOW, "sampledValue": [energy, power]}
    for _ in range(2):
        result("MeterValues", {"evseId": 0, "meterValue": [value]})
    (sample,) = records("meter-value").values()
    assert sample == {
        "evse_id": 0,
        "timestamp": NOW,
        "context": "Sample.Clock",
        "register_wh": "1500",
        "others": {"Power.Active.Import": "11000 W"},
    }


@pytest.mark.parametrize("evse_id", [None, "x" * 3000, [1]])
def test_values_of_no_evse_are_a_fact_only(station, evse_id):
    value = {"timestamp": NOW, "sampledValue": [{"value": 1}]}
    assert result("MeterValues", {"evseId": evse_id, "meterValue": [value]}) == {}
    assert records("meter-value") == {}
