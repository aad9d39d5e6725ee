"""The life of an update campaign and of its stations, as the gateway keeps it, operators see it."""

from enum import StrEnum


class CampaignState(StrEnum):
    """Checking looks at the firmware; Refused, Cancelled, Completed and Expired are final."""

    CHECKING = "Checking"
    REFUSED = "Refused"
    RUNNING = "Running"
    PAUSED = "Paused"
    CANCELLED = "Cancelled"
    COMPLETED = "Completed"
    EXPIRED = "Expired"


class UpdateState(StrEnum):
    """Waiting has its turn to come (again), Updating was asked, the others are final."""

    WAITING = "Waiting"
    UPDATING = "Updating"
    INSTALLED = "Installed"
    FAILED = "Failed"
