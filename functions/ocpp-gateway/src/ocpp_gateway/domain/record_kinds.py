"""The kinds of records: whoever keeps a new one says here what its key and content are."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

# kind -> what operators read of it.
KINDS: Final[Mapping[str, str]] = {
    "certificate": "The station's certificates and the roots it trusts, as far as we know.",
    "certificate-request": "What came of a CSR of the station, by the CSR's digest.",
    "revoked-certificate": "Certificates that open no socket any more, by SHA-256.",
    "boot": "The last BootNotification that names the meter, in its own words (OCPP 1.6).",
    "firmware-update": "How far an update is, by requestId.",
    "firmware-publication": "How far a local controller is with a publication, by requestId.",
    "firmware-unpublication": "The answer to the last UnpublishFirmware, by checksum.",
    "local-list": "How the station's local authorization list stands (`state`).",
    "log-upload": "How far a log upload is, by requestId.",
    "alarm": "Whether a monitor's last alert stands or was cleared, by variable and monitor.",
    "availability": "What a station, an EVSE or a connector was told to be, by place.",
    "cache": "How the last ClearCache ended (`cleared`).",
    "charging-limit": "What limits charging besides us, by source and EVSE (0: all of them).",
    "charging-profile": "The profiles that the station holds, by profile id.",
    "composite-schedule": "The schedule that a station last computed for an EVSE, by EVSE.",
    "customer-information": "What a station stores of a customer, by requestId; for 7 days.",
    "data-transfer": "The last answer to a vendor's message of ours, by vendor and message.",
    "display-message": "The messages that the station holds, by message id.",
    "ev-charging-needs": "What the car at an EVSE last asked for (ISO 15118), by EVSE.",
    "ev-charging-schedule": "How the car at an EVSE means to charge (ISO 15118), by EVSE.",
    "event": "What monitors reported, newest first, by time and event id; for 90 days.",
    "meter-value": "Clock-aligned values, newest first, by EVSE and time; for 90 days.",
    "monitor": "The monitors of the station, by monitor id.",
    "monitoring": "The monitoring base and level that the station took.",
    "desired": "What the operator wants of a variable, whatever its model's file says.",
    "network-profile": "What a slot of the station's connections holds, by slot.",
    "price-display": "The prices that the station has to show, and how far it is (`state`).",
    "provisioning": "`run`: how far the last run is or was; `restart`: what it restarted for.",
    "profile-upgrade": "How far the station is on its way to another security profile.",
    "report": "Which pages of a report are there, and what asked for it, by requestId.",
    "ocsp": "What OCSP responders said of certificates, until they are to be asked again.",
    "root": "The roots that operators named.",
    "reservation": "How a reservation stands, by reservation id.",
    "reset": "The last reset that the station took, by EVSE (0: all of it).",
    "setting": "How the last SetVariables of a variable ended, by variable and attribute.",
    "trigger": "The last answer to a TriggerMessage, by message and place.",
    "unlock": "How the last unlocking of a connector ended, by connector.",
    "remote-start": "A start that waits for its transaction, by connector (OCPP 1.6).",
    "running-transaction": "Started and not stopped, by connector and transactionId (OCPP 1.6).",
    "start-message": "The transactionId that a message was answered with (OCPP 1.6).",
    "started-transaction": "The StartTransaction that an id was given to, by id (OCPP 1.6).",
    "status": "The last StatusNotification in its own words, by connectorId (OCPP 1.6).",
    "unmatched-message": "What names no transaction of ours, by time and action (OCPP 1.6).",
    "variable": "What the station last told of a variable, by component and variable.",
}

# How long a record is kept that would else gather without end.
KEPT_FOR: Final[Mapping[str, timedelta]] = {
    "customer-information": timedelta(days=7),
    "event": timedelta(days=90),
    "meter-value": timedelta(days=90),
    "ocsp": timedelta(days=30),
    "remote-start": timedelta(days=1),
    "report": timedelta(days=90),
    "start-message": timedelta(days=1),
    "unmatched-message": timedelta(days=90),
}

# Kinds whose keys begin with what lists are sorted by, the last first.
NEWEST_FIRST: Final = frozenset({"event", "meter-value"})
