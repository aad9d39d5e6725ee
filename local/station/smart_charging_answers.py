"""Block K: charging profiles set, cleared, reported, and what they amount to."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ocpp.exceptions import NotSupportedError
from ocpp.v201 import call, call_result

from local.station.answering import Answering, after, deliver, on
from local.station.composition import Profile
from local.station.smart_charging import source_of, told

Criterion = dict[str, Any]
CRITERIA = ("evse_id", "charging_profile_purpose", "stack_level")


class SmartChargingAnswers(Answering):
    """SetChargingProfile, ClearChargingProfile, GetChargingProfiles, GetCompositeSchedule."""

    @on("SetChargingProfile")
    def set_charging_profile(self, evse_id: int, charging_profile: Profile, **_: Any) -> Any:
        self._demand_smart_charging()
        reason = self._station.smart_charging.set(evse_id, charging_profile)
        return call_result.SetChargingProfile(
            status="Rejected" if reason else "Accepted",
            status_info={"reason_code": reason} if reason else None,
        )

    @on("ClearChargingProfile")
    def clear_charging_profile(
        self,
        charging_profile_id: int | None = None,
        charging_profile_criteria: Criterion | None = None,
        **_: Any,
    ) -> Any:
        criteria = charging_profile_criteria or {}
        wanted = {name: criteria.get(name) for name in CRITERIA}
        found = self._station.smart_charging.select(id=charging_profile_id, **wanted)
        cleared = self._station.smart_charging.clear(found)
        return call_result.ClearChargingProfile(status="Accepted" if cleared else "Unknown")

    @on("GetChargingProfiles")
    def get_charging_profiles(
        self, charging_profile: Criterion, evse_id: int | None = None, **_: Any
    ) -> Any:
        found = self._found(evse_id, charging_profile)
        return call_result.GetChargingProfiles(status="Accepted" if found else "NoProfiles")

    @after("GetChargingProfiles")
    async def report_profiles(
        self, request_id: int, charging_profile: Criterion, evse_id: int | None = None, **_: Any
    ) -> None:
        reports = list(_reports(request_id, self._found(evse_id, charging_profile)))
        for report in reports[:-1]:
            report.tbc = True
        for report in reports:
            await deliver(self._station.ask(report))

    @on("GetCompositeSchedule")
    def get_composite_schedule(
        self, duration: int, evse_id: int, charging_rate_unit: str | None = None, **_: Any
    ) -> Any:
        self._demand_smart_charging()
        model, known = self._station.model, evse_id == 0 or evse_id in self._station.evses
        units = model.text("RateUnit").split(",")
        unit = charging_rate_unit or "W"
        if not known or unit not in units or duration < 0:
            return call_result.GetCompositeSchedule(status="Rejected")
        schedule = self._station.smart_charging.composite(evse_id, duration, unit)
        return call_result.GetCompositeSchedule(status="Accepted", schedule=schedule)

    def _demand_smart_charging(self) -> None:
        if not self._station.model.flag("SmartChargingCtrlr/Enabled"):
            raise NotSupportedError(details={"cause": "SmartChargingCtrlr.Enabled is false"})

    def _found(self, evse_id: int | None, criterion: Criterion) -> list[Profile]:
        return self._station.smart_charging.select(
            evse_id=evse_id,
            id=criterion.get("charging_profile_id"),
            charging_profile_purpose=criterion.get("charging_profile_purpose"),
            stack_level=criterion.get("stack_level"),
            source=criterion.get("charging_limit_source"),
        )


def _reports(request_id: int, profiles: list[Profile]) -> Iterator[call.ReportChargingProfiles]:
    """One a place and source, as the message allows."""

    def place(profile: Profile) -> tuple[int, str]:
        return profile["evse_id"], source_of(profile)

    for (evse_id, source), group in groupby(sorted(profiles, key=place), place):
        yield call.ReportChargingProfiles(
            request_id=request_id,
            charging_limit_source=source,
            charging_profile=[told(profile) for profile in group],
            evse_id=evse_id,
        )
