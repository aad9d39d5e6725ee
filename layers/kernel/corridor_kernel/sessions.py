"""How far a session or a remote start has come, as the sessions service tells it."""

from enum import StrEnum


class SessionState(StrEnum):
    """PENDING: plugged in or authorized, nothing charged yet. ACTIVE: it has charged.

    COMPLETED: the station ended it. SETTLED: the bill is written. UNSETTLED: it could not be, and
    waits for a late event or for a person. WRITTEN_OFF: a person decided that it never is.
    """

    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    SETTLED = "SETTLED"
    UNSETTLED = "UNSETTLED"
    WRITTEN_OFF = "WRITTEN_OFF"


class StartState(StrEnum):
    """Requested was asked of the station, Accepted waits for its transaction."""

    REQUESTED = "Requested"
    ACCEPTED = "Accepted"
    STARTED = "Started"
    FAILED = "Failed"
