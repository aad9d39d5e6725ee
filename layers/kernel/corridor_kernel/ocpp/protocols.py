"""The versions of OCPP that stations speak to us, by the names of their subprotocols (R-RPC-3)."""

from enum import StrEnum


class Protocol(StrEnum):
    OCPP_2_0_1 = "ocpp2.0.1"
    OCPP_1_6 = "ocpp1.6"
