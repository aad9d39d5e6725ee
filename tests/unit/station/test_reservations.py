"""Reservations: who gets the EVSE, and how they end."""

from datetime import timedelta

from ocpp.v201 import call

from corridor_kernel.times import to_text
from local.station.reservations import Reservation
from local.station.token import IdToken
from local.station.vehicle import Vehicle
from tests.unit.station.waiting import charging, until

GUEST = {"id_token": "GUEST", "type": "ISO14443"}


async def reserve(csms, station, id=1, seconds=12 * 3600, **more):
    until_then = to_text(station.clock.now() + timedelta(seconds=seconds))
    answer = await csms.tell(call.ReserveNow(id, until_then, GUEST, **more))
    return answer.status


def welcome_guests(csms):
    csms.tokens["guest"] = {"status": "Accepted"}
    csms.tokens["FRIEND"] = {
        "status": "Accepted",
        "group_id_token": {"id_token": "G", "type": "Central"},
    }


def test_only_the_reserved_token_may_charge_and_names_the_reservation(play):
    async def scene(csms, station):
        welcome_guests(csms)
        await station.registration.accepted.wait()
        assert await reserve(csms, station, evse_id=1) == "Accepted"
        await until(lambda: ("StatusNotification", (1, "Reserved")) in csms.heard)
        evse = station.evses[1]
        evse.plug_in(Vehicle())
        assert await evse.present(IdToken("CARD")) == "Invalid"
        assert await evse.present(IdToken("guest")) == "Accepted"
        await until(lambda: csms.events())

    started = play(scene).events()[0]
    assert started["reservation_id"] == 1


def test_a_group_may_charge_and_a_remote_start_of_another_not(play):
    async def scene(csms, station):
        welcome_guests(csms)
        await station.registration.accepted.wait()
        group = {"id_token": "G", "type": "Central"}
        await reserve(csms, station, evse_id=1, group_id_token=group)
        other = call.RequestStartTransaction({"id_token": "CARD", "type": "ISO14443"}, 1, evse_id=1)
        assert (await csms.tell(other)).status == "Rejected"
        assert await station.evses[1].present(IdToken("FRIEND")) == "Accepted"

    play(scene)


def test_a_reservation_expires(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        # Not by a CALL: at the clock's speed the minute might be over before it arrives.
        soon = station.clock.now() + timedelta(minutes=1)
        guest = IdToken("GUEST", "ISO14443")
        assert station.reservations.reserve(Reservation(5, guest, None, 1, soon)) == "Accepted"
        await until(lambda: "ReservationStatusUpdate" in csms.actions())
        assert station.evses[1].status == "Available"

    csms = play(scene)
    (update,) = [what for action, what in csms.heard if action == "ReservationStatusUpdate"]
    assert update == {"reservation_id": 5, "reservation_update_status": "Expired"}


def test_a_broken_evse_gives_up_its_reservation(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await reserve(csms, station, id=5, evse_id=1)
        station.evses[1].break_down()
        await until(lambda: "ReservationStatusUpdate" in csms.actions())
        assert station.evses[1].status == "Faulted"
        assert await reserve(csms, station, id=6, evse_id=1) == "Faulted"
        station.evses[1].repair()
        assert await reserve(csms, station, id=6, evse_id=1) == "Accepted"

    play(scene)


def test_why_an_evse_cannot_be_reserved(play):
    async def scene(csms, station):
        await charging(csms, station)
        assert await reserve(csms, station, evse_id=1) == "Occupied"
        assert await reserve(csms, station, evse_id=9) == "Rejected"
        assert await reserve(csms, station, evse_id=2, seconds=-1) == "Rejected"
        await csms.tell(call.ChangeAvailability("Inoperative", {"id": 2}))
        assert await reserve(csms, station, evse_id=2) == "Unavailable"

    play(scene)


def test_a_cancelled_reservation_frees_the_evse(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await reserve(csms, station, id=3, evse_id=1)
        assert (await csms.tell(call.CancelReservation(3))).status == "Accepted"
        assert (await csms.tell(call.CancelReservation(3))).status == "Rejected"
        assert station.evses[1].status == "Available"

    play(scene)


def test_any_evse_keeps_the_last_free_one(play):
    async def scene(csms, station):
        await charging(csms, station, 2)
        assert await reserve(csms, station, id=3) == "Accepted"
        assert station.evses[1].status == "Reserved"
        assert await station.evses[1].present(IdToken("CARD")) == "Invalid"

    play(scene)
