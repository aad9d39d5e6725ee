"""The seven algorithms of OCMF: what is signed verifies, what is changed does not."""

import pytest

from local.station.meter_keys import ALL_CURVES
from sessions.domain.ocmf.curves import CURVES, of_algorithm
from sessions.domain.ocmf.verdict import Finding, State
from tests.unit.sessions.ocmf.samples import key_on, verified, whole_session


def test_all_curves_of_ocmf_are_signed_here():
    assert {curve.name for curve in CURVES} == set(ALL_CURVES)


@pytest.mark.parametrize("curve", ALL_CURVES)
def test_a_good_record_is_valid(curve):
    verdict = verified(whole_session(curve), key_on(curve))
    assert (verdict.state, verdict.findings) == (State.VALID, ())


@pytest.mark.parametrize("curve", ALL_CURVES)
def test_a_changed_register_is_invalid(curve):
    forged = whole_session(curve).replace("21.0000", "22.0000")
    assert verified(forged, key_on(curve)).findings == (Finding.SIGNATURE_WRONG,)


@pytest.mark.parametrize(
    ("spelling", "curve"),
    [
        ("ECDSA-brainpoolP256r1-SHA256", "brainpool256r1"),
        ("ECDSA-brainpoolP384r1-SHA256", "brainpool384r1"),
        ("ecdsa-SECP256K1-sha256", "secp256k1"),
        ("ECDSA-prime256v1-SHA256", "secp256r1"),
    ],
)
def test_an_algorithm_may_be_spelled_otherwise(spelling, curve):
    assert of_algorithm(spelling).name == curve


@pytest.mark.parametrize("name", ["ECDSA-secp521r1-SHA512", "ECDSA-secp256r1-SHA384", "RSA"])
def test_what_ocmf_does_not_have_is_no_algorithm(name):
    assert of_algorithm(name) is None
