"""Which rule a CALL keeps, for each protocol version."""

from collections.abc import Mapping

from corridor_kernel.ocpp.protocols import Protocol
from ocpp_gateway.domain.rules import (
    diagnostics,
    display,
    local_list,
    provisioning,
    remote_control,
    security,
    smart_charging,
)
from ocpp_gateway.domain.rules.rule import Rule

RULES: Mapping[str, Mapping[str, Rule]] = {
    Protocol.OCPP_2_0_1: {
        **security.RULES,
        **provisioning.RULES,
        **local_list.RULES,
        **remote_control.RULES,
        **smart_charging.RULES,
        **diagnostics.RULES,
        **display.RULES,
    },
    Protocol.OCPP_1_6: security.RULES_1_6,
}
