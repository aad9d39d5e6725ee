"""Tokens: their key, the instants of their changes, their event."""

from datetime import UTC, datetime, timedelta

from corridor_kernel.ocpp.id_tokens import AuthorizationStatus, IdTokenType
from roaming.domain.token import Token, next_instant, token_changed, token_key

NOW = datetime(2026, 11, 22, 14, 5, 9, 123000, tzinfo=UTC)


def test_spelling_does_not_make_another_token():
    assert token_key("ISO14443", "04a2") == token_key("ISO14443", "04A2")


def test_the_type_makes_another_token():
    assert token_key("Local", "04A2") != token_key("Central", "04A2")


def test_a_change_is_later_than_the_one_before_even_if_the_clock_is_not():
    ahead = NOW + timedelta(seconds=5)
    assert next_instant(NOW, None) == NOW
    assert next_instant(NOW, NOW) == NOW + timedelta(milliseconds=1)
    assert next_instant(NOW, ahead) > ahead
    assert next_instant(ahead, NOW) == ahead


def test_an_event_is_the_same_for_one_change_and_another_for_the_next():
    token = Token(IdTokenType.LOCAL, "aB", AuthorizationStatus.ACCEPTED, NOW)
    later = Token(IdTokenType.LOCAL, "aB", AuthorizationStatus.ACCEPTED, next_instant(NOW, NOW))
    assert token_changed(token).id == "TokenChanged/Local#ab/2026-11-22T14:05:09.123Z"
    assert token_changed(token) == token_changed(token)
    assert token_changed(later).id != token_changed(token).id


def test_a_group_is_central_and_the_contract_stays_here():
    token = Token(
        IdTokenType.LOCAL, "A", AuthorizationStatus.ACCEPTED, NOW, contract_id="C", group_id="G"
    )
    data = token_changed(token).data
    assert (data["group_id"], data["group_type"]) == ("G", "Central")
    assert "contract_id" not in data
