"""What a token must be to enter the registry: every fault is told at once."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from corridor_kernel.ocpi.enums import WhitelistType
from corridor_kernel.ocpp.id_tokens import AuthorizationStatus, IdTokenType
from corridor_kernel.problems import invalid
from corridor_kernel.times import from_text
from roaming.domain.token import Token

# OCPP identifierString[36], printable ASCII of an OCPI CiString(36), OCPP language1[8].
_IDENTIFIER = re.compile(r"[A-Za-z0-9*\-_=:+|@.]{1,36}")
_PARTY = re.compile(r"[A-Z]{2}-[A-Z0-9]{3}")
_PRINTABLE = re.compile(r"[ -~]{1,36}")
_LANGUAGE = re.compile(r"(?=.{2,8}$)[A-Za-z]{2,3}(-[A-Za-z0-9]{2,5})?")
_TEXT = re.compile(r"[^\x00-\x1f\x7f]{1,512}")
_CONNECTOR = re.compile(r"[A-Za-z0-9]{1,20}")
_TYPES = tuple(type for type in IdTokenType if type != IdTokenType.NO_AUTHORIZATION)

Rule = Callable[[Any], str | None]


def token_of(given: Mapping[str, Any], updated_at: datetime) -> Token:
    """The token that an operator described; Problem 422 with all that is wrong.

    Members that are None count as not given; `status` is Accepted unless said otherwise.
    """
    members = {"status": AuthorizationStatus.ACCEPTED} | {
        name: value for name, value in given.items() if value is not None
    }
    faults = list(_faults(members))
    if faults:
        raise invalid(faults)
    return Token(
        type=IdTokenType(members["type"]),
        uid=members["uid"],
        status=AuthorizationStatus(members["status"]),
        updated_at=updated_at,
        contract_id=members.get("contract_id"),
        group_id=members.get("group_id"),
        party=members.get("party"),
        expires_at=from_text(members["expires_at"]) if "expires_at" in members else None,
        language=members.get("language"),
        sites=tuple(members["sites"]) if "sites" in members else None,
        whitelist=WhitelistType(members["whitelist"]) if "whitelist" in members else None,
        evses=_evses_of(members),
        connector_types=tuple(members["connector_types"]) if "connector_types" in members else None,
        message=members.get("message"),
    )


def _faults(members: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("type", "uid"):
        if name not in members:
            yield name, "is required"
    for name, value in members.items():
        rule = _RULES.get(name)
        message = rule(value) if rule else "is not known"
        if message:
            yield name, message


def _matches(pattern: re.Pattern[str], message: str) -> Rule:
    def rule(value: Any) -> str | None:
        return None if isinstance(value, str) and pattern.fullmatch(value) else message

    return rule


def _one_of(*values: str) -> Rule:
    return lambda value: None if value in values else f"must be one of {', '.join(values)}"


def _instant(value: Any) -> str | None:
    try:
        from_text(value)
    except (TypeError, ValueError):
        return "must be an RFC 3339 date-time"
    return None


def _sites(value: Any) -> str | None:
    if not isinstance(value, list | tuple) or not value:
        return "must list at least one site; leave it out for all sites"
    if not all(isinstance(site, str) and _PRINTABLE.fullmatch(site) for site in value):
        return "must hold site ids of 1 to 36 printable characters"
    return None if len(set(value)) == len(value) else "names a site twice"


def _evses(value: Any) -> str | None:
    if not isinstance(value, dict) or not value:
        return "must name at least one station; leave it out for no limit"
    numbers = [number for ids in value.values() if isinstance(ids, list) for number in ids]
    are_lists = all(isinstance(ids, list) for ids in value.values())
    if not are_lists or not all(type(number) is int and number > 0 for number in numbers):
        return "must hold lists of EVSE ids above 0"
    return None


def _connector_types(value: Any) -> str | None:
    if not isinstance(value, list | tuple) or not value:
        return "must list at least one type; leave it out for all types"
    if not all(isinstance(type, str) and _CONNECTOR.fullmatch(type) for type in value):
        return "must hold types of 1 to 20 letters and digits, such as cCCS2"
    return None


def _evses_of(members: Mapping[str, Any]) -> Mapping[str, tuple[int, ...]] | None:
    evses = members.get("evses")
    return None if evses is None else {station: tuple(ids) for station, ids in evses.items()}


_RULES: Mapping[str, Rule] = {
    "type": _one_of(*_TYPES),
    "uid": _matches(_IDENTIFIER, "must be 1 to 36 of A-Z a-z 0-9 * - _ = : + | @ ."),
    "status": _one_of(*AuthorizationStatus),
    "contract_id": _matches(_PRINTABLE, "must be 1 to 36 printable characters"),
    "group_id": _matches(_IDENTIFIER, "must be 1 to 36 of A-Z a-z 0-9 * - _ = : + | @ ."),
    "party": _matches(_PARTY, "must be a country and a party id, such as NL-TNM"),
    "expires_at": _instant,
    "language": _matches(_LANGUAGE, "must be a language tag of at most 8 characters"),
    "sites": _sites,
    "whitelist": _one_of(*WhitelistType),
    "evses": _evses,
    "connector_types": _connector_types,
    "message": _matches(_TEXT, "must have 1 to 512 printable characters"),
}
