"""What may enter the token registry."""

from datetime import UTC, datetime

import pytest

from corridor_kernel.problems import Problem
from roaming.domain.token_rules import token_of

NOW = datetime(2026, 11, 22, 14, 5, 9, 123000, tzinfo=UTC)
GIVEN = {"type": "ISO14443", "uid": "04A2B3C4"}


def faults(**given):
    with pytest.raises(Problem) as caught:
        token_of(given, NOW)
    assert caught.value.status == 422
    return [error["location"] for error in caught.value.more["errors"]]


def test_a_token_needs_only_type_and_uid():
    token = token_of(GIVEN, NOW)
    assert (token.status, token.sites, token.expires_at) == ("Accepted", None, None)


def test_a_member_that_is_null_is_not_set():
    assert token_of(GIVEN | {"group_id": None, "status": None}, NOW) == token_of(GIVEN, NOW)


def test_everything_wrong_is_told_at_once():
    assert faults(status="Fine", group_id="", sites=[], colour="red") == [
        "type",
        "uid",
        "status",
        "group_id",
        "sites",
        "colour",
    ]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("type", "NoAuthorization"),
        ("type", "iso14443"),
        ("type", 7),
        ("uid", ""),
        ("uid", "a" * 37),
        ("uid", "a b"),
        ("uid", "a\n"),
        ("uid", 7),
        ("status", "accepted"),
        ("contract_id", "x" * 37),
        ("contract_id", "x\n"),
        ("group_id", "ä"),
        ("expires_at", "tomorrow"),
        ("expires_at", 7),
        ("language", "deutsch"),
        ("language", "x"),
        ("sites", "S1"),
        ("sites", []),
        ("sites", [1]),
        ("sites", ["S1", "S1"]),
    ],
)
def test_a_broken_member_is_named(member, value):
    assert faults(**(GIVEN | {member: value})) == [member]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("type", "eMAID"),
        ("uid", "*-_=:+|@.aZ9"),
        ("language", "de-CH"),
        ("language", "nds"),
        ("sites", ["A1", "A2"]),
    ],
)
def test_a_good_member_is_kept(member, value):
    kept = getattr(token_of(GIVEN | {member: value}, NOW), member)
    assert (list(kept) if member == "sites" else kept) == value


def test_an_expiry_is_read_as_an_instant():
    token = token_of(GIVEN | {"expires_at": "2027-01-01T01:00:00+01:00"}, NOW)
    assert token.expires_at == datetime(2027, 1, 1, tzinfo=UTC)
