"""Network profiles: which are taken, and where the station calls after a boot."""

import pytest
from ocpp.v201 import call

from tests.unit.station.waiting import until

PRIORITY = {
    "component": {"name": "OCPPCommCtrlr"},
    "variable": {"name": "NetworkConfigurationPriority"},
}


def profile(url="ws://127.0.0.1:1/ocpp", **more):
    return {
        "ocpp_version": "OCPP20",
        "ocpp_transport": "JSON",
        "ocpp_csms_url": url,
        "message_timeout": 17,
        "security_profile": 1,
        "ocpp_interface": "Wired0",
    } | more


@pytest.mark.parametrize(
    ("slot", "content", "status"),
    [
        (2, profile(), "Accepted"),
        (9, profile(), "Rejected"),
        (2, profile(ocpp_transport="SOAP"), "Rejected"),
        (2, profile(security_profile=0), "Rejected"),
        (2, profile("http://127.0.0.1"), "Failed"),
    ],
)
def test_which_profiles_are_taken(play, slot, content, status):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        assert (await csms.tell(call.SetNetworkProfile(slot, content))).status == status

    play(scene)


async def prefer(csms, order):
    answer = await csms.tell(call.SetVariables([PRIORITY | {"attribute_value": order}]))
    return answer.set_variable_result[0]["attribute_status"]


def test_an_empty_slot_cannot_be_preferred(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        assert await prefer(csms, "2,1") == "Rejected"

    play(scene)


def test_after_a_boot_the_station_calls_the_preferred_backend(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await csms.tell(call.SetNetworkProfile(2, profile(csms.url.replace("/ocpp", "/other"))))
        assert await prefer(csms, "2,1") == "RebootRequired"
        await csms.tell(call.Reset("Immediate"))
        await until(lambda: len(csms.handshakes) == 2)
        assert station.model.number("MessageTimeout") == 17
        assert station.model.text("ActiveNetworkProfile") == "2"

    assert play(scene).handshakes[1][0].startswith("/other/")


def test_a_backend_that_does_not_answer_is_left_for_the_next(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await csms.tell(call.SetNetworkProfile(2, profile()))
        await prefer(csms, "2,1")
        await csms.tell(call.Reset("Immediate"))
        await until(lambda: len(csms.handshakes) == 2)
        assert len(station.link.refusals) == 3

    play(scene)
