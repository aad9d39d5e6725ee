"""Block D: the local list (R-AUTH-8)."""

from collections.abc import Iterator, Mapping

from corridor_kernel.ocpp.frames import Payload
from ocpp_gateway.domain.rules.rule import Known, Rule


def _send_local_list(payload: Payload, _: Known) -> Iterator[str]:
    if payload["versionNumber"] < 1:
        yield "versionNumber must be greater than 0 (D01.FR.18)."


RULES: Mapping[str, Rule] = {"SendLocalList": Rule(_send_local_list)}
