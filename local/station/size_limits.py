"""ItemsPerMessage and BytesPerMessage: what is larger is refused as a whole (R-BOOT-6)."""

import json
from typing import Any

from ocpp.charge_point import snake_to_camel_case
from ocpp.exceptions import FormatViolationError, OccurrenceConstraintViolationError

from local.station.device_model import DeviceModel


def check_size(
    model: DeviceModel, action: str, items: list[Any], controller: str = "DeviceDataCtrlr"
) -> None:
    """Raises the OCPPError of the limit that a CALL with these items breaks."""
    if len(items) > model.number(f"{controller}/ItemsPerMessage[{action}]"):
        raise OccurrenceConstraintViolationError(details={"cause": "ItemsPerMessage"})
    size_bytes = len(json.dumps(snake_to_camel_case(items)).encode())
    if size_bytes > model.number(f"{controller}/BytesPerMessage[{action}]"):
        raise FormatViolationError(details={"cause": "BytesPerMessage"})
