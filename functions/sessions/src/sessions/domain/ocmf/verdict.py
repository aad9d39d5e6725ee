"""What checking finds: words, and the state that follows from them (R-EI-3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """ABSENT: nothing was signed. INCOMPLETE: no begin or no end. UNVERIFIABLE: nobody can say."""

    ABSENT = "absent"
    VALID = "valid"
    VALID_WITH_FINDINGS = "valid_with_findings"
    UNVERIFIABLE = "unverifiable"
    INCOMPLETE = "incomplete"
    INVALID = "invalid"


class Finding(StrEnum):
    """Machine-readable. What is in no state of `_STATES` is worth telling and does no harm."""

    SIGNATURE_MISSING = "signature_missing"
    SIGNATURE_UNREADABLE = "signature_unreadable"
    SIGNATURE_WRONG = "signature_wrong"
    CURVE_DIFFERS = "curve_differs"

    KEY_MISSING = "key_missing"
    CURVE_UNSUPPORTED = "curve_unsupported"
    ALGORITHM_UNSUPPORTED = "algorithm_unsupported"

    SIGNATURE_NOT_DER = "signature_not_der"
    MEMBER_NAMED_TWICE = "member_named_twice"
    FORMAT_VERSION_UNREADABLE = "format_version_unreadable"
    FORMAT_VERSION_TOO_NEW = "format_version_too_new"


_STATES: Final[Mapping[State, frozenset[Finding]]] = {
    State.INVALID: frozenset(
        {
            Finding.SIGNATURE_MISSING,
            Finding.SIGNATURE_UNREADABLE,
            Finding.SIGNATURE_WRONG,
            Finding.CURVE_DIFFERS,
        }
    ),
    State.UNVERIFIABLE: frozenset(
        {Finding.KEY_MISSING, Finding.CURVE_UNSUPPORTED, Finding.ALGORITHM_UNSUPPORTED}
    ),
}
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`findings` in the order of their definition, none twice."""

    state: State
    findings: tuple[Finding, ...]


def verdict(findings: Iterable[Finding]) -> Verdict:
    """The worst state that one of the findings asks for."""
    found = frozenset(findings)
    harmless = State.VALID_WITH_FINDINGS if found else State.VALID
    state = next((state for state, words in _STATES.items() if words & found), harmless)
    return Verdict(state, tuple(word for word in Finding if word in found))
