"""Authorize, against the copy of the token registry (R-AUTH-1..5)."""

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import NOW, id_token, result, save_token

PAST, FUTURE = "2020-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z"


def info(connectors: str = "1:cCCS2 2:cCCS2 2:cType2", **token) -> dict:
    payload = {"idToken": id_token(**token)}
    return result("Authorize", payload, connectors=connectors)["idTokenInfo"]


@pytest.mark.parametrize(
    ("token", "answer"),
    [
        ({}, {"status": "Accepted"}),
        ({"status": "Blocked"}, {"status": "Blocked"}),
        ({"status": "NoCredit", "language": "de"}, {"status": "NoCredit", "language1": "de"}),
        ({"expires_at": PAST}, {"status": "Expired"}),
        ({"expires_at": FUTURE}, {"status": "Accepted", "cacheExpiryDateTime": FUTURE}),
        ({"sites": ["S1", "S2"]}, {"status": "Accepted"}),
        ({"sites": ["S2"]}, {"status": "NotAtThisLocation"}),
        ({"evses": {"CP1": [1, 2]}}, {"status": "Accepted", "evseId": [1, 2]}),
        ({"evses": {"CP1": []}}, {"status": "NotAtThisLocation"}),
        ({"evses": {"CP2": [1]}}, {"status": "Accepted"}),
        ({"connector_types": ["cCCS2", "cType2"]}, {"status": "Accepted"}),
        ({"connector_types": ["cType2"]}, {"status": "Accepted", "evseId": [2]}),
        ({"connector_types": ["cG105"]}, {"status": "NotAllowedTypeEVSE"}),
        (
            {"connector_types": ["cType2"], "evses": {"CP1": [1]}},
            {"status": "NotAllowedTypeEVSE"},
        ),
        (
            {"connector_types": ["cType2"], "evses": {"CP1": [1, 2]}},
            {"status": "Accepted", "evseId": [2]},
        ),
        ({"whitelist": "ALWAYS"}, {"status": "Accepted"}),
        (
            {"whitelist": "NEVER", "expires_at": FUTURE},
            {"status": "Accepted", "cacheExpiryDateTime": "1970-01-01T00:00:00.000Z"},
        ),
        ({"whitelist": "NEVER", "status": "NoCredit"}, {"status": "NoCredit"}),
        (
            {"message": "Guten Tag", "language": "de"},
            {
                "status": "Accepted",
                "language1": "de",
                "personalMessage": {"format": "UTF8", "content": "Guten Tag", "language": "de"},
            },
        ),
        (
            {"group_id": "G", "status": "Blocked"},
            {"status": "Blocked", "groupIdToken": {"idToken": "G", "type": "Central"}},
        ),
        (
            {"group_id": "G", "group_type": "eMAID"},
            {"status": "Accepted", "groupIdToken": {"idToken": "G", "type": "eMAID"}},
        ),
    ],
)
def test_a_known_token_gets_its_status_here(station, token, answer):
    save_token(**token)
    assert info() == answer


def test_a_token_is_its_text_in_any_case_and_its_type(station):
    """R-AUTH-2."""
    save_token("04aB")
    assert info(text="04Ab") == {"status": "Accepted"}
    assert info(text="04Ab", type="ISO15693") == {"status": "Unknown"}
    more = {"additionalInfo": [{"additionalIdToken": "x", "type": "y"}]}
    answer = result("Authorize", {"idToken": id_token("04AB") | more})
    assert answer == {"idTokenInfo": {"status": "Accepted"}}


def test_a_pin_code_that_is_not_valid_here_is_invalid(station):
    """C04.FR.01 knows one refusal."""
    save_token("4711", "KeyCode", sites=["S2"])
    assert info(text="4711", type="KeyCode") == {"status": "Invalid"}
    assert info(text="4712", type="KeyCode") == {"status": "Invalid"}


def test_a_start_button_needs_no_token(station):
    assert info(text="", type="NoAuthorization") == {"status": "Accepted"}


def test_only_newer_knowledge_of_a_token_wins(station):
    save_token(status="Blocked", updated_at=FUTURE)
    save_token(status="Accepted", updated_at=NOW)
    save_token(status="Accepted", updated_at=FUTURE)
    assert info() == {"status": "Blocked"}


def test_a_token_comes_over_the_bus(station):
    from ocpp_gateway.handlers.on_token_changed import handler

    data = {"uid": "04AA", "type": "ISO14443", "status": "Accepted", "updated_at": NOW}
    handler({"detail": {"id": "x", "version": 1, "time": NOW, "data": data}}, None)
    assert info() == {"status": "Accepted"}


def test_a_token_that_cannot_be_copied_raises(station, broken):
    broken("PutItem")
    with pytest.raises(Exception, match="down"):
        save_token()


def test_a_socket_that_carries_no_connectors_limits_nobody(station):
    save_token(connector_types=["cG105"])
    assert info(connectors="") == {"status": "Accepted"}


@pytest.mark.parametrize("type", ["Central", "MacAddress", "Local", "eMAID", "ISO15693"])
def test_every_type_of_token_is_known_by_its_registry(station, type):
    save_token("A1B2", type, group_id="G")
    group = {"idToken": "G", "type": "Central"}
    assert info(text="a1b2", type=type) == {"status": "Accepted", "groupIdToken": group}
