"""What a session's signed values prove together: asked when it is settled (R-EI-3, R-EI-4)."""

from collections.abc import Collection, Iterable, Sequence

from sessions.domain.ocmf.assessment import Assessment, Checked, assess
from sessions.domain.ocmf.identity import Expected
from sessions.domain.ocmf.record import read_record
from sessions.domain.ocmf.verdict import Finding, State, Verdict
from sessions.domain.session import Session
from sessions.signed.meter_keys import keys_of_session
from sessions.tables import SignedValueItem

_NO_RECORD = {Finding.MALFORMED, Finding.FORMAT_UNKNOWN}
_SOUND = {State.VALID, State.VALID_WITH_FINDINGS}


class NotVerifiedYet(Exception):
    """The verification is on its way: whoever asks comes again."""


def signed_values(session_id: str) -> list[SignedValueItem]:
    """Every signed value that is here, in the station's order."""
    return list(SignedValueItem.query(session_id, consistent_read=True))


def verified(items: Iterable[SignedValueItem]) -> list[SignedValueItem]:
    """The same; raises NotVerifiedYet."""
    known = list(items)
    for item in known:
        if item.verdict is None:
            raise NotVerifiedYet(f"{item.session_id} {item.place}")
    return known


def assess_session(
    session: Session, items: Sequence[SignedValueItem], known: Iterable[Finding] = ()
) -> Assessment:
    """Of verified values of the session; `known` is what was found of them beside."""
    checked = {to_checked(item): item.fingerprint for item in items if is_record(item)}
    more = [*known]
    more += [Finding(word) for item in items if not is_record(item) for word in item.findings]
    used = {fingerprint for part, fingerprint in checked.items() if _is_edge(part)}
    if len(used) > 1:
        # Two keys are two meters, and the difference of their registers is no energy.
        more.append(Finding.SOURCE_DIFFERS)
    return assess(checked, _expected(session, used), more)


def is_record(item: SignedValueItem) -> bool:
    """Whether the verification could read it."""
    return _NO_RECORD.isdisjoint(item.findings)


def to_checked(item: SignedValueItem) -> Checked:
    """A verified value that is a record."""
    findings = tuple(map(Finding, item.findings))
    return Checked(read_record(item.data), Verdict(State(item.verdict), findings))


def _is_edge(part: Checked) -> bool:
    return part.verdict.state in _SOUND and (part.record.begins or part.record.ends)


def _expected(session: Session, used: Collection[str | None]) -> Expected:
    """What the register of keys and the transaction say of meter and token."""
    keys = keys_of_session(session) if used else []
    key = next((key for key in keys if key.fingerprint in used), None)
    return Expected(
        meter_serial=key.meter_serial if key else None,
        time_certified=key is not None and key.time_certified,
        id_token=session.id_token[1].id_token if session.id_token else None,
    )
