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

    MALFORMED = "malformed"
    SIGNATURE_MISSING = "signature_missing"
    SIGNATURE_UNREADABLE = "signature_unreadable"
    SIGNATURE_WRONG = "signature_wrong"
    CURVE_DIFFERS = "curve_differs"
    METER_DIFFERS = "meter_differs"
    SOURCE_DIFFERS = "source_differs"
    RECORD_TOLD_BEFORE = "record_told_before"
    IDENTIFICATION_ERROR = "identification_error"
    PAGE_CONTEXT_WRONG = "page_context_wrong"
    PAGE_FALLS = "page_falls"
    TWO_BEGINS = "two_begins"
    TWO_ENDS = "two_ends"
    EXCEPTION_REPORTED = "exception_reported"
    VALUE_UNREADABLE = "value_unreadable"
    REGISTER_FALLS = "register_falls"
    TIME_FALLS = "time_falls"
    TIME_STATUS_WRONG = "time_status_wrong"
    METER_STATUS_BAD = "meter_status_bad"
    ENERGY_FLAGGED = "energy_flagged"
    TIME_FLAGGED = "time_flagged"

    BEGIN_MISSING = "begin_missing"
    END_MISSING = "end_missing"
    ENERGY_REGISTER_MISSING = "energy_register_missing"

    KEY_MISSING = "key_missing"
    KEY_UNCONFIRMED = "key_unconfirmed"
    KEY_CHANGED = "key_changed"
    CURVE_UNSUPPORTED = "curve_unsupported"
    ALGORITHM_UNSUPPORTED = "algorithm_unsupported"
    FORMAT_UNKNOWN = "format_unknown"

    KEY_UNREADABLE = "key_unreadable"
    SIGNATURE_NOT_DER = "signature_not_der"
    MEMBER_NAMED_TWICE = "member_named_twice"
    FORMAT_VERSION_UNREADABLE = "format_version_unreadable"
    FORMAT_VERSION_TOO_NEW = "format_version_too_new"
    SOURCE_UNIDENTIFIED = "source_unidentified"
    CHARGE_POINT_DIFFERS = "charge_point_differs"
    USER_DIFFERS = "user_differs"
    PAGE_MISSING = "page_missing"
    PAGE_GAP = "page_gap"
    REGISTER_UNCLEAR = "register_unclear"
    INTERMEDIATE_ERROR = "intermediate_error"
    TIME_UNREADABLE = "time_unreadable"


_STATES: Final[Mapping[State, frozenset[Finding]]] = {
    State.INVALID: frozenset(
        {
            Finding.MALFORMED,
            Finding.SIGNATURE_MISSING,
            Finding.SIGNATURE_UNREADABLE,
            Finding.SIGNATURE_WRONG,
            Finding.CURVE_DIFFERS,
            Finding.METER_DIFFERS,
            Finding.SOURCE_DIFFERS,
            Finding.RECORD_TOLD_BEFORE,
            Finding.IDENTIFICATION_ERROR,
            Finding.PAGE_CONTEXT_WRONG,
            Finding.PAGE_FALLS,
            Finding.TWO_BEGINS,
            Finding.TWO_ENDS,
            Finding.EXCEPTION_REPORTED,
            Finding.VALUE_UNREADABLE,
            Finding.REGISTER_FALLS,
            Finding.TIME_FALLS,
            Finding.TIME_STATUS_WRONG,
            Finding.METER_STATUS_BAD,
            Finding.ENERGY_FLAGGED,
            Finding.TIME_FLAGGED,
        }
    ),
    State.INCOMPLETE: frozenset(
        {Finding.BEGIN_MISSING, Finding.END_MISSING, Finding.ENERGY_REGISTER_MISSING}
    ),
    State.UNVERIFIABLE: frozenset(
        {
            Finding.KEY_MISSING,
            Finding.KEY_UNCONFIRMED,
            Finding.KEY_CHANGED,
            Finding.CURVE_UNSUPPORTED,
            Finding.ALGORITHM_UNSUPPORTED,
            Finding.FORMAT_UNKNOWN,
        }
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
