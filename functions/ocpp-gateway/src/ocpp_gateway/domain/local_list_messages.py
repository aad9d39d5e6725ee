"""SendLocalList and GetLocalListVersion in the words of each protocol."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from corridor_kernel.ocpp.id_tokens import AuthorizationStatus as Status

Json = Mapping[str, Any]

OCPP_1_6: Final = "ocpp1.6"
FULL: Final = "Full"
DIFFERENTIAL: Final = "Differential"

MAX_ID_TAG: Final = 20
# OCPP 1.6 AuthorizationStatus; what it has no word for may not charge either.
_STATUSES_1_6: Final = frozenset({Status.ACCEPTED, Status.BLOCKED, Status.EXPIRED, Status.INVALID})


def list_message(protocol: str, version: int, type: str, entries: Sequence[Json]) -> Json:
    """The payload of SendLocalList; no list at all where there is nothing in it (R-RPC-8)."""
    if protocol == OCPP_1_6:
        told = [_entry_1_6(entry) for entry in entries]
        message = {"listVersion": version, "updateType": type}
        return message | ({"localAuthorizationList": told} if told else {})
    message = {"versionNumber": version, "updateType": type}
    return message | ({"localAuthorizationList": list(entries)} if entries else {})


def version_in(payload: Json) -> int:
    """The version that a SendLocalList or a GetLocalListVersionResponse speaks of."""
    return int(payload["listVersion"] if "listVersion" in payload else payload["versionNumber"])


def fits_protocol(protocol: str, id_token: str) -> bool:
    return protocol != OCPP_1_6 or len(id_token) <= MAX_ID_TAG


def _entry_1_6(entry: Json) -> Json:
    id_tag = entry["idToken"]["idToken"]
    if "idTokenInfo" not in entry:
        return {"idTag": id_tag}
    info = entry["idTokenInfo"]
    status = info["status"] if info["status"] in _STATUSES_1_6 else Status.INVALID.value
    told = {"status": status}
    if "cacheExpiryDateTime" in info:
        told["expiryDate"] = info["cacheExpiryDateTime"]
    if "groupIdToken" in info:
        told["parentIdTag"] = info["groupIdToken"]["idToken"][:MAX_ID_TAG]
    return {"idTag": id_tag, "idTagInfo": told}
