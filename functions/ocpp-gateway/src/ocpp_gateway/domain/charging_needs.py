"""What a car asks for over ISO 15118, and what it is told (R-SC-10, K15, K17)."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]

PROCESSING = "Processing"
REJECTED = "Rejected"


def answer_to(needs: Json) -> str:
    """Rejected if the parameters are not those of the transfer that is asked for (K17.FR.06).

    Else Processing: a schedule is somebody else's to compute, and the car need not wait for it.
    """
    wanted = "dc" if needs["requestedEnergyTransfer"] == "DC" else "ac"
    return PROCESSING if f"{wanted}ChargingParameters" in needs else REJECTED
