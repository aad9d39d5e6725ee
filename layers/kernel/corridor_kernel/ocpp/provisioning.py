"""How stations are brought to what is wanted of them, as operators see it."""

from enum import StrEnum


class RunState(StrEnum):
    """Incomplete: something failed; it is tried again at the next connect if that may help."""

    RUNNING = "Running"
    COMPLETE = "Complete"
    INCOMPLETE = "Incomplete"


class DesiredState(StrEnum):
    """How a desired value stands at its station; two of them are its SetVariableStatus."""

    IN_SYNC = "InSync"
    PENDING = "Pending"
    REJECTED = "Rejected"
    REBOOT_REQUIRED = "RebootRequired"
    UNKNOWN = "Unknown"
    NOT_SUPPORTED = "NotSupported"


class Source(StrEnum):
    """Who wants the value: the file of the station's model, or the operator."""

    MODEL = "Model"
    OPERATOR = "Operator"
