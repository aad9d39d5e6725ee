"""Every CALL of 2.0.1 that 1.6 has words for, and what its answer means."""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from corridor_kernel.ocpp.certificates import RootUse
from ocpp_gateway.domain.ocpp16 import charging, configuration
from ocpp_gateway.domain.ocpp16.saying import (
    Asked,
    CannotSay,
    Json,
    Translation,
    known,
    same,
    status,
    status_or,
)
from ocpp_gateway.domain.ocpp16.tokens import id_tag_in, local_list

_RESETS: Final = {"Immediate": "Hard", "OnIdle": "Soft"}
_ROOTS: Final[Mapping[str, str]] = {
    RootUse.CSMS: "CentralSystemRootCertificate",
    RootUse.MANUFACTURER: "ManufacturerRootCertificate",
}

# requestedMessage -> (action, requestedMessage); a transaction tells of itself by meter values.
_TRIGGERS: Final[Mapping[str, tuple[str, str]]] = {
    "BootNotification": ("TriggerMessage", "BootNotification"),
    "FirmwareStatusNotification": ("TriggerMessage", "FirmwareStatusNotification"),
    "Heartbeat": ("TriggerMessage", "Heartbeat"),
    "LogStatusNotification": ("ExtendedTriggerMessage", "LogStatusNotification"),
    "MeterValues": ("TriggerMessage", "MeterValues"),
    "SignChargingStationCertificate": ("ExtendedTriggerMessage", "SignChargePointCertificate"),
    "StatusNotification": ("TriggerMessage", "StatusNotification"),
    "TransactionEvent": ("TriggerMessage", "MeterValues"),
}


def _start(payload: Json) -> Asked:
    profile = payload.get("chargingProfile")
    content = known(
        connectorId=payload.get("evseId"),
        idTag=_id_tag(payload["idToken"]),
        chargingProfile=profile and charging.charging_profile(profile),
    )
    return Asked("RemoteStartTransaction", content)


def _stop(payload: Json) -> Asked:
    number = charging.transaction_id(payload["transactionId"])
    return Asked("RemoteStopTransaction", {"transactionId": number})


def _reset(payload: Json) -> Asked:
    if payload.get("evseId"):
        raise CannotSay("a reset of one EVSE")
    return Asked("Reset", {"type": _RESETS[payload["type"]]})


def _trigger(payload: Json) -> Asked:
    message, evse_id = payload["requestedMessage"], payload.get("evse", {}).get("id")
    if message not in _TRIGGERS:
        raise CannotSay(f"a trigger of {message}")
    action, asked = _TRIGGERS[message]
    return Asked(action, known(requestedMessage=asked, connectorId=evse_id or None))


def _availability(payload: Json) -> Asked:
    connector_id = payload.get("evse", {}).get("id", 0)
    content = {"connectorId": connector_id, "type": payload["operationalStatus"]}
    return Asked("ChangeAvailability", content)


def _unlock(payload: Json) -> Asked:
    if payload["connectorId"] != 1:
        raise CannotSay("more than one connector of an EVSE")
    return Asked("UnlockConnector", {"connectorId": payload["evseId"]})


def _send_list(payload: Json) -> Asked:
    entries = local_list(payload.get("localAuthorizationList", ()))
    content = {"listVersion": payload["versionNumber"], "updateType": payload["updateType"]}
    return Asked("SendLocalList", content | {"localAuthorizationList": entries})


def _list_version(_: Json, response: Json) -> dict[str, Any]:
    """-1 says that there is no local list at all, which 2.0.1 has no word for."""
    return {"versionNumber": response["listVersion"]}


def _reserve(payload: Json) -> Asked:
    if "connectorType" in payload:
        raise CannotSay("a reservation by type of connector")
    group = payload.get("groupIdToken")
    content = known(
        connectorId=payload.get("evseId", 0),
        expiryDate=payload["expiryDateTime"],
        idTag=_id_tag(payload["idToken"]),
        parentIdTag=group and _id_tag(group),
        reservationId=payload["id"],
    )
    return Asked("ReserveNow", content)


def _update(payload: Json) -> Asked:
    """Signed as the security extension has it; without a signature by the old message."""
    firmware = payload["firmware"]
    if "signature" in firmware and "signingCertificate" in firmware:
        return Asked("SignedUpdateFirmware", dict(payload))
    content = known(
        location=firmware["location"],
        retrieveDate=firmware["retrieveDateTime"],
        retries=payload.get("retries"),
        retryInterval=payload.get("retryInterval"),
    )
    return Asked("UpdateFirmware", content)


def _install(payload: Json) -> Asked:
    content = {
        "certificateType": _root(payload["certificateType"]),
        "certificate": payload["certificate"],
    }
    return Asked("InstallCertificate", content)


def _certificates(payload: Json) -> Asked:
    types = payload.get("certificateType", ())
    if len(types) != 1:
        raise CannotSay("certificates of several types: ask for each type")
    return Asked("GetInstalledCertificateIds", {"certificateType": _root(types[0])})


def _certificates_told(payload: Json, response: Json) -> dict[str, Any]:
    (type,) = payload["certificateType"]
    chain = [
        {"certificateType": type, "certificateHashData": told}
        for told in response.get("certificateHashData", ())
    ]
    told = {"certificateHashDataChain": chain} if chain else {}
    return {"status": response["status"]} | told


def _signed(payload: Json) -> Asked:
    if payload.get("certificateType") == "V2GCertificate":
        raise CannotSay("a V2G certificate")
    return Asked("CertificateSigned", {"certificateChain": payload["certificateChain"]})


def _transfer(payload: Json) -> Asked:
    data = payload.get("data")
    text = data if data is None or isinstance(data, str) else orjson.dumps(data).decode()
    vendor_id, message_id = payload["vendorId"], payload.get("messageId")
    return Asked("DataTransfer", known(vendorId=vendor_id, messageId=message_id, data=text))


def _id_tag(token: Json) -> str:
    id_tag = id_tag_in(token)
    if id_tag is None:
        raise CannotSay("an idToken of more than 20 characters or of none")
    return id_tag


def _root(type: str) -> str:
    if type not in _ROOTS:
        raise CannotSay(f"a certificate of type {type}")
    return _ROOTS[type]


TRANSLATIONS: Final[Mapping[str, Translation]] = {
    "CancelReservation": same("CancelReservation"),
    "CertificateSigned": Translation(_signed, status),
    "ChangeAvailability": Translation(_availability, status),
    "ClearCache": same("ClearCache"),
    "ClearChargingProfile": Translation(charging.say_clear, status),
    "DataTransfer": Translation(_transfer, lambda _, response: dict(response)),
    "DeleteCertificate": same("DeleteCertificate"),
    "GetBaseReport": Translation(configuration.say_report, lambda *_: {"status": "Accepted"}),
    "GetCompositeSchedule": Translation(charging.say_composite, charging.understand_composite),
    "GetInstalledCertificateIds": Translation(_certificates, _certificates_told),
    "GetLocalListVersion": Translation(lambda _: Asked("GetLocalListVersion", {}), _list_version),
    "GetLog": same("GetLog"),
    "GetVariables": Translation(configuration.say_get, configuration.understand_get),
    "InstallCertificate": Translation(_install, status),
    "RequestStartTransaction": Translation(_start, status),
    "RequestStopTransaction": Translation(_stop, status),
    "ReserveNow": Translation(_reserve, status),
    "Reset": Translation(_reset, status),
    "SendLocalList": Translation(_send_list, status_or({"NotSupported": "Failed"})),
    "SetChargingProfile": Translation(charging.say_set, status_or({"NotSupported": "Rejected"})),
    "SetVariables": Translation(configuration.say_set, configuration.understand_set),
    "TriggerMessage": Translation(_trigger, status),
    "UnlockConnector": Translation(_unlock, status_or({"NotSupported": "UnlockFailed"})),
    "UpdateFirmware": Translation(
        _update, lambda _, response: {"status": response.get("status", "Accepted")}
    ),
}
