"""The names of CALLERROR codes: one set inside, each version's own on the wire (R-RPC-9)."""

from collections.abc import Mapping
from typing import Final

from corridor_kernel.ocpp.protocols import Protocol

# 1.6-J misspells two of them; its errata put that right, and stations in the field say either.
_SPELLINGS: Final[Mapping[str, str]] = {
    "FormationViolation": "FormatViolation",
    "OccurenceConstraintViolation": "OccurrenceConstraintViolation",
}

# What 2.0.1 has a code for and 1.6 has not.
_NOT_IN_1_6: Final[Mapping[str, str]] = {
    "MessageTypeNotSupported": "GenericError",
    "RpcFrameworkError": "GenericError",
}


def understood(code: str) -> str:
    """The code that a station meant."""
    return _SPELLINGS.get(code, code)


def spoken(code: str, version: str) -> str:
    """The code as a station of `version` knows it."""
    return _NOT_IN_1_6.get(code, code) if version == Protocol.OCPP_1_6 else code
