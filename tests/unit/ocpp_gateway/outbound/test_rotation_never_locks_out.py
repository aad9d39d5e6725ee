"""Whatever gets lost on the way of new passwords, the one that a station has opens a socket."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.tables import StationTable
from ocpp_gateway.time_out_call import time_out_call
from tests.unit.ocpp_gateway.outbound import test_password_rotation as rotation
from tests.unit.ocpp_gateway.outbound.conftest import NOW, call

station = rotation.station

# Whether the frame reaches the station, it takes the password, its answer reaches us, and
# whether it then connects anew.
TURNS = st.lists(st.tuples(*[st.booleans()] * 4), min_size=1, max_size=4)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(turns=TURNS, number=st.uuids())
def test_the_password_of_the_station_always_opens(station, air, turns, number):
    passwords = [rotation.OLD]
    station.update(
        [
            StationTable.password_hash.set(
                rotation.hash_password(rotation.OLD, b"0123456789abcdef")
            ),
            StationTable.next_password_hash.remove(),
            StationTable.next_password_call_id.remove(),
        ]
    )
    for turn, (arrives, takes, answers, reconnects) in enumerate(turns):
        call_id = f"c{turn}{str(number)[:30]}"
        before = len(air.frames)
        rotation.ask(call_id, "SetVariables", payload=rotation.ROTATION)
        if len(air.frames) > before:
            new = air.frames[-1][1][3]["setVariableData"][0]["attributeValue"]
            if arrives and takes:
                passwords.append(new)
            if arrives and answers:
                rotation.answer("Accepted" if takes else "Rejected", call_id)
            else:
                time_out_call("CS1", call_id, call(call_id).attempt, NOW)
                complete_call(call(call_id), NOW)
        if reconnects:
            assert rotation.opens(passwords[-1])
            assert not any(map(rotation.opens, passwords[:-1]))
    assert rotation.opens(passwords[-1])
