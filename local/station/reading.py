"""What a meter shows at one instant, as messages tell it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from corridor_kernel.times import to_text

BEGIN: Final = "Transaction.Begin"
END: Final = "Transaction.End"


@dataclass(frozen=True, slots=True)
class Reading:
    """`context` is a ReadingContextEnumType; the power is told in periodic samples only.

    `signed` is a SignedMeterValueType, where the meter has signed the reading.
    """

    at: datetime
    register_wh: Decimal
    context: str
    power_w: float | None = None
    signed: dict[str, str] | None = None

    def payload(self) -> dict[str, Any]:
        """A MeterValueType."""
        register: dict[str, Any] = {
            "value": float(self.register_wh),
            "context": self.context,
            "measurand": "Energy.Active.Import.Register",
            "unit_of_measure": {"unit": "Wh"},
        }
        if self.signed:
            register["signed_meter_value"] = self.signed
        values = [register]
        if self.power_w is not None:
            power = {"measurand": "Power.Active.Import", "unit_of_measure": {"unit": "W"}}
            values.append({"value": round(self.power_w), "context": self.context} | power)
        return {"timestamp": to_text(self.at), "sampled_value": values}
