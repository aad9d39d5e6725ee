"""A record against what we know of meter, charge point and token (R-EI-3, R-EI-5)."""

import pytest

from sessions.domain.ocmf.verdict import Finding, State
from tests.unit.sessions.ocmf.samples import TOKEN, assessed, meter, reading, whole_session


def record(id_token=TOKEN, **more):
    return meter().record([reading("B", "1000"), reading("E", "21000", 60)], id_token, **more)


@pytest.mark.parametrize("serial", ["M0001", "m-0001", "GM0001", None, ""])
def test_the_registered_meter(serial):
    assert assessed(record(), meter_serial=serial).state == State.VALID


def test_another_meter_is_invalid():
    assessment = assessed(record(), meter_serial="M0002")
    assert (assessment.state, assessment.findings) == (State.INVALID, (Finding.METER_DIFFERS,))


def test_a_record_that_names_only_its_gateway_cannot_differ():
    assert assessed(record(MS=None), meter_serial="M0002").state == State.VALID


@pytest.mark.parametrize(
    ("told", "known"),
    [
        (TOKEN, TOKEN),
        (TOKEN.lower(), TOKEN),
        ("04:A1:B2:C3:D4:E5:F6", TOKEN),
        ("04A1******E5F6", TOKEN),
        ("****", TOKEN),
        ("", TOKEN),
        ("DE-ABC-C12345678-X", "DEABCC12345678X"),
        ("0123456789ABCDEF0123", "0123456789ABCDEF0123456789"),
        ("OTHER", None),
    ],
)
def test_the_token_of_the_transaction(told, known):
    assert assessed(record(told), id_token=known).state == State.VALID


@pytest.mark.parametrize("told", ["04FFFFFFFFFFFF", "04A1", "04A1**00", "*A" * 400])
def test_another_token_is_told(told):
    assessment = assessed(record(told), id_token=TOKEN)
    assert assessment.findings == (Finding.USER_DIFFERS,)
    assert assessment.state == State.VALID_WITH_FINDINGS


@pytest.mark.parametrize("more", [{"IL": "NONE"}, {"IT": "NONE"}])
def test_nobody_assigned_is_nobody_else(more):
    assert assessed(record("OTHER", **more), id_token=TOKEN).state == State.VALID


NAMES = frozenset({"DE*COR*E1*1", "CS001 1"})


@pytest.mark.parametrize("told", ["DE*COR*E1*1", "decore11", "CS001 1", ""])
def test_the_charge_point_of_the_transaction(told):
    assert assessed(record(CT="EVSEID", CI=told), charge_points=NAMES).state == State.VALID


def test_another_charge_point_is_told():
    other = record(CT="CBIDC", CI="CS002 1")
    assert assessed(other, charge_points=NAMES).findings == (Finding.CHARGE_POINT_DIFFERS,)
    assert assessed(other).findings == ()


def test_all_known_at_once():
    whole = assessed(whole_session(), meter_serial="M0001", id_token=TOKEN, charge_points=NAMES)
    assert whole.state == State.VALID
