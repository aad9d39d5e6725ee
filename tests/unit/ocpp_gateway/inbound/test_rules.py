"""Rules that no message reaches alone."""

import pytest

from ocpp_gateway.domain.identity import credentials_in, identity_in
from ocpp_gateway.domain.passwords import hash_password, matches
from ocpp_gateway.domain.registration import ACCEPTED, PENDING, REJECTED, UNBOOTED, may_send


@pytest.mark.parametrize(
    ("path_rest", "identity"),
    [
        ("CP1", "CP1"),
        ("C" * 48, "C" * 48),
        ("C" * 49, None),
        ("DE%2AACM%7C2", "DE*ACM|2"),
        ("CP%253A1", None),
        ("CP1\n", None),
        ("CP\u0661", None),
    ],
)
def test_an_identity_is_what_a_key_can_hold(path_rest, identity):
    assert identity_in(path_rest) == identity


@pytest.mark.parametrize(
    ("header", "credentials"),
    [
        ("Basic Q1AxOmE6Yg==", ("CP1", b"a:b")),
        ("basic  Q1AxOg==", ("CP1", b"")),
        ("Basic Q1Ax!OmE6Yg==", None),
        ("Basic Q1Ax", None),
    ],
)
def test_a_password_may_hold_colons(header, credentials):
    assert credentials_in(header) == credentials


@pytest.mark.parametrize("standing", [ACCEPTED, PENDING, REJECTED, UNBOOTED])
def test_a_boot_is_always_legal(standing):
    assert may_send(standing, "BootNotification", ())


def test_a_password_is_kept_as_a_salted_hash():
    stored = hash_password("secret-of-station", b"salt" * 4)
    assert "secret" not in stored
    assert matches("secret-of-station", stored)
    assert not matches("secret-of-statioN", stored)
    assert hash_password("secret-of-station", b"tlas" * 4) != stored


def test_a_hash_of_other_cost_is_still_understood():
    assert matches("x", "scrypt$16$4$1$c2FsdA==$IHInY8jHJ/Lq4kpRwfMhxGJveoYfdR4Nybdhc+JGhQg=")
