"""SetNetworkProfile: what a slot holds is kept, its secrets are not."""

from tests.unit.ocpp_gateway.outbound.results import keep, records

DATA = {
    "ocppVersion": "OCPP20",
    "ocppTransport": "JSON",
    "ocppCsmsUrl": "wss://example.com/ocpp",
    "messageTimeout": 30,
    "securityProfile": 2,
    "ocppInterface": "Wired0",
    "apn": {"apn": "a", "apnAuthentication": "PAP", "apnPassword": "hush", "simPin": 1234},
    "vpn": {"server": "s", "user": "u", "password": "hush", "key": "hush", "type": "IPSec"},
}


def test_a_slot_is_kept_without_its_secrets(aws):
    payload = {"configurationSlot": 2, "connectionData": DATA}
    keep("SetNetworkProfile", payload, {"status": "Accepted"})
    content = records("network-profile")["2"]
    assert content["connectionData"]["ocppCsmsUrl"] == "wss://example.com/ocpp"
    assert content["connectionData"]["apn"] == {"apn": "a", "apnAuthentication": "PAP"}
    assert content["connectionData"]["vpn"] == {"server": "s", "user": "u", "type": "IPSec"}
    assert "hush" not in str(content)


def test_a_refused_profile_leaves_the_slot_as_it_was(aws):
    payload = {"configurationSlot": 2, "connectionData": DATA}
    keep("SetNetworkProfile", payload, {"status": "Rejected"})
    assert records("network-profile") == {}
