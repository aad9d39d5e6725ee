"""The life of a CALL of ours to a station, as the gateway keeps it and operators see it."""

from enum import StrEnum


class CallState(StrEnum):
    """Queued waits for its turn, Sent waits for its answer, Finished has its outcome."""

    QUEUED = "Queued"
    SENT = "Sent"
    FINISHED = "Finished"


class Outcome(StrEnum):
    """Every way a call can end; only Result and Error come from the station."""

    RESULT = "Result"
    ERROR = "Error"
    TIMEOUT = "Timeout"
    OFFLINE = "Offline"
    DISCONNECTED = "Disconnected"
    INVALID = "Invalid"
