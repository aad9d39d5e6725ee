"""Which profiles a station holds after Set- and ClearChargingProfile (R-SC-4, K01, K10)."""

import pytest

from tests.unit.ocpp_gateway.outbound.results import keep, records

SCHEDULE = {
    "id": 1,
    "chargingRateUnit": "W",
    "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 11000}],
}


def profile(id: int = 1, **more) -> dict:
    base = {
        "id": id,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": [SCHEDULE],
    }
    return base | more


def tx(id: int, transaction: str, **more) -> dict:
    return profile(id, chargingProfilePurpose="TxProfile", transactionId=transaction, **more)


def set_profile(
    profile: dict, evse_id: int = 1, status: str = "Accepted", after_s: float = 0
) -> None:
    payload = {"evseId": evse_id, "chargingProfile": profile}
    keep("SetChargingProfile", payload, {"status": status}, after_s=after_s)


def clear(status: str = "Accepted", after_s: float = 9, **payload) -> None:
    keep("ClearChargingProfile", payload, {"status": status}, after_s=after_s)


def held() -> set[str]:
    return set(records("charging-profile"))


def test_an_accepted_profile_is_held(aws):
    set_profile(profile(), 2)
    assert records("charging-profile") == {
        "1": {"evseId": 2, "source": "CSO", "profile": profile(), "call_id": "c1"}
    }


def test_a_rejected_profile_is_not(aws):
    set_profile(profile(), status="Rejected")
    assert held() == set()


def test_the_same_id_replaces(aws):
    set_profile(profile(), 1)
    set_profile(profile(stackLevel=3), 2, after_s=1)
    (found,) = records("charging-profile").values()
    assert (found["evseId"], found["profile"]["stackLevel"]) == (2, 3)


EARLY = {"validTo": "2026-12-01T00:00:00Z"}
LATE = {"validFrom": "2026-12-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ((profile(1), 1), (profile(2), 1), {"2"}),
        ((profile(1), 1), (profile(2), 2), {"1", "2"}),
        ((profile(1), 1), (profile(2, stackLevel=1), 1), {"1", "2"}),
        ((profile(1, **EARLY), 1), (profile(2, **LATE), 1), {"1", "2"}),
        ((profile(1, **EARLY), 1), (profile(2), 1), {"2"}),
        ((tx(1, "t1"), 1), (tx(2, "t1"), 1), {"2"}),
        ((tx(1, "t1"), 1), (tx(2, "t2"), 1), {"2"}),
        ((tx(1, "t1"), 1), (tx(2, "t2"), 2), {"1", "2"}),
        ((profile(1), 1), (tx(2, "t1"), 1), {"1", "2"}),
    ],
)
def test_a_profile_takes_the_place_of_what_stood_there(aws, first, second, kept):
    set_profile(*first)
    set_profile(*second, after_s=1)
    assert held() == kept


@pytest.mark.parametrize(
    ("payload", "left"),
    [
        ({"chargingProfileId": 1}, {"2", "3"}),
        ({"chargingProfileCriteria": {"evseId": 1}}, {"2"}),
        ({"chargingProfileCriteria": {"chargingProfilePurpose": "TxProfile"}}, {"1", "2"}),
        ({"chargingProfileCriteria": {"evseId": 1, "stackLevel": 0}}, {"2", "3"}),
    ],
)
@pytest.mark.parametrize("status", ["Accepted", "Unknown"])
def test_what_was_cleared_or_is_unknown_is_held_no_more(aws, payload, left, status):
    set_profile(profile(1), 1)
    set_profile(profile(2), 2)
    set_profile(tx(3, "t1", stackLevel=5), 1)
    clear(status, **payload)
    assert held() == left


def test_what_limits_from_outside_is_not_ours_to_clear(aws):
    from ocpp_gateway.records import put_record
    from tests.unit.ocpp_gateway.outbound.conftest import NOW

    external = profile(-1, chargingProfilePurpose="ChargingStationExternalConstraints")
    content = {"evseId": 0, "source": "EMS", "profile": external}
    put_record("CS1", "charging-profile", "-1", content, NOW)
    clear(chargingProfileCriteria={"stackLevel": 0})
    assert held() == {"-1"}


def test_an_old_clearing_told_again_leaves_what_was_set_since(aws):
    set_profile(profile(), after_s=10)
    clear(chargingProfileId=1, after_s=5)
    assert held() == {"1"}


def test_the_schedule_of_an_evse_is_the_last_computed(aws):
    schedule = {
        "evseId": 1,
        "duration": 60,
        "scheduleStart": "2026-11-22T12:00:00Z",
        "chargingRateUnit": "W",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 11000}],
    }
    asked = {"evseId": 1, "duration": 60}
    keep("GetCompositeSchedule", asked, {"status": "Accepted", "schedule": schedule})
    keep("GetCompositeSchedule", asked, {"status": "Rejected"}, after_s=5)
    assert records("composite-schedule")["1"]["schedule"] == schedule
