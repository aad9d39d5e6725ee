"""The station's local list: what it takes, and whom it lets charge without a link (block D)."""

import pytest

from local.station.device_model import DeviceModel
from local.station.local_list import LocalList
from local.station.token import IdToken

CARD = IdToken("Card", "ISO14443")


def entry(uid="card", status="Accepted"):
    info = {"id_token_info": {"status": status}} if status else {}
    return {"id_token": {"id_token": uid, "type": "ISO14443"}} | info


@pytest.fixture
def model():
    return DeviceModel()


@pytest.fixture
def held(model):
    return LocalList(model)


def test_a_full_list_replaces_and_a_differential_changes(held, model):
    assert held.take(1, "Full", [entry("a"), entry("b")]) == "Accepted"
    assert held.take(2, "Differential", [entry("a", None), entry("card")]) == "Accepted"
    assert held.find(CARD) == {"status": "Accepted"}
    assert held.find(IdToken("A", "ISO14443")) is None
    assert model.text("LocalAuthListCtrlr/Entries") == "2"
    assert held.take(3, "Full", []) == "Accepted"
    assert (held.find(CARD), held.version) == (None, 3)


def test_a_version_that_does_not_rise_is_a_mismatch(held):
    held.take(5, "Full", [entry()])
    assert held.take(5, "Differential", []) == "VersionMismatch"
    assert (held.version, held.find(CARD)) == (5, {"status": "Accepted"})


def test_more_than_it_takes_fails_and_changes_nothing(held, model):
    model.preset("LocalAuthListCtrlr/ItemsPerMessage", "1")
    assert held.take(1, "Full", [entry("a"), entry("b")]) == "Failed"
    assert held.take(1, "Full", [entry(status=None)]) == "Failed"
    assert held.version == 0


def test_a_list_that_is_switched_off_says_nothing(held, model):
    held.take(1, "Full", [entry()])
    model.preset("LocalAuthListCtrlr/Enabled", "false")
    assert held.find(CARD) is None
