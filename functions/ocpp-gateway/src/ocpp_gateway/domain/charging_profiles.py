"""The charging profiles that a station holds, and which replace which (R-SC-4, K01, K10)."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from corridor_kernel.times import readable

Json = Mapping[str, Any]
Profiles = Mapping[str, Json]

EXTERNAL = "ChargingStationExternalConstraints"
TX = "TxProfile"
TX_DEFAULT = "TxDefaultProfile"
STATION_MAX = "ChargingStationMaxProfile"

_ALWAYS = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


def held_profile(evse_id: int, source: str, profile: Json) -> Json:
    """A profile as the record of it."""
    return {"evseId": evse_id, "source": source, "profile": profile}


def reported_profiles(payload: Json) -> Profiles:
    """The profiles of a ReportChargingProfiles by their ids."""
    evse_id, source = payload["evseId"], payload["chargingLimitSource"]
    return {
        str(profile["id"]): held_profile(evse_id, source, profile)
        for profile in payload["chargingProfile"]
    }


def conflicts(held: Profiles, new: Json) -> Iterator[str]:
    """The ids of other profiles that stand in the place of a new one (K01.FR.06, 39)."""
    for key, old in held.items():
        if key != str(new["profile"]["id"]) and _slot(old) == _slot(new) and _overlap(old, new):
            yield key


def duplicates(held: Profiles, new: Json) -> Iterator[str]:
    """The ids of TxDefaultProfiles that the new one cannot stand beside (K01.FR.52, 53).

    On one stackLevel there is one for EVSE 0, or some for single EVSEs, not both.
    """
    for key, old in held.items():
        if key != str(new["profile"]["id"]) and _default(old) == _default(new) is not None:
            if (old["evseId"] == 0) != (new["evseId"] == 0):
                yield key


def displaced(held: Profiles, new: Json) -> Iterator[str]:
    """The ids of profiles that a station which took the new one holds no more.

    A TxProfile of another transaction at the EVSE is over with its transaction (K02.FR.05).
    """
    yield from conflicts(held, new)
    for key, old in held.items():
        if _is_tx(old) and _is_tx(new) and old["evseId"] == new["evseId"]:
            if _slot(old)[-1] != _slot(new)[-1]:
                yield key


def is_bound_to(transaction_id: str, held: Json) -> bool:
    """Whether it is a TxProfile of that transaction, over with it (K02.FR.05)."""
    return _is_tx(held) and held["profile"].get("transactionId") == transaction_id


def cleared_by(held: Profiles, payload: Json) -> Iterator[str]:
    """The ids of profiles that a ClearChargingProfile names, none that limit from outside.

    ChargingStationExternalConstraints are not ours to clear (K10.FR.06).
    """
    criteria = payload.get("chargingProfileCriteria", {})
    for key, old in held.items():
        profile = old["profile"]
        told = {
            "evseId": old["evseId"],
            "chargingProfilePurpose": profile["chargingProfilePurpose"],
            "stackLevel": profile["stackLevel"],
        }
        named = payload.get("chargingProfileId") in (None, profile["id"])
        meant = all(criteria.get(name, value) == value for name, value in told.items())
        if named and meant and profile["chargingProfilePurpose"] != EXTERNAL:
            yield key


def _default(held: Json) -> int | None:
    """The stackLevel of a TxDefaultProfile."""
    profile = held["profile"]
    is_default = profile["chargingProfilePurpose"] == TX_DEFAULT
    return int(profile["stackLevel"]) if is_default else None


def _is_tx(held: Json) -> bool:
    return bool(held["profile"]["chargingProfilePurpose"] == TX)


def _slot(held: Json) -> tuple[Any, ...]:
    profile = held["profile"]
    purpose = profile["chargingProfilePurpose"]
    place = profile.get("transactionId") if purpose == TX else held["evseId"]
    return purpose, profile["stackLevel"], place


def _overlap(one: Json, other: Json) -> bool:
    (from_one, to_one), (from_other, to_other) = _validity(one), _validity(other)
    return from_one < to_other and from_other < to_one


def _validity(held: Json) -> tuple[datetime, datetime]:
    profile = held["profile"]
    first, last = readable(profile.get("validFrom")), readable(profile.get("validTo"))
    return first or _ALWAYS[0], last or _ALWAYS[1]
