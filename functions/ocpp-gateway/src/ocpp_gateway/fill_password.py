"""Make a station's new password at the moment its CALL goes out: only its hash is ever stored."""

import secrets
import string
from datetime import datetime

from pynamodb.exceptions import UpdateError

from corridor_aws.tables import is_condition_failure
from corridor_kernel.ocpp.frames import Payload
from corridor_kernel.ocpp.protocols import Protocol
from ocpp_gateway.domain.password_rotation import filled, is_rotation
from ocpp_gateway.domain.passwords import SALT_BYTES, hash_password, spelling
from ocpp_gateway.tables import CallTable, StationTable

# OCPP's passwordString, and hex for 1.6 (S16 A00.FR.205); both have more than 128 bits.
_ALPHABET = string.ascii_letters + string.digits + "*-_=+|@."
_LENGTH = 40


class RotationOpen(Exception):
    """It is not settled yet which password the last rotation left the station with."""


def fill_password(call: CallTable, now: datetime) -> Payload:
    """What is to be sent: the call's payload, with a new password if it is a rotation.

    From here on both passwords open a socket. That is stored before the frame goes out, so a
    station can have no password that we do not know. Raises RotationOpen.
    """
    payload: Payload = call.payload
    if not is_rotation(str(call.action), payload):
        return payload
    password = _new_password(str(call.protocol))
    hashed = hash_password(spelling(password.encode()), secrets.token_bytes(SALT_BYTES))
    _remember(call, hashed, now)
    return filled(payload, password)


def _new_password(protocol: str) -> str:
    if protocol == Protocol.OCPP_1_6:
        return secrets.token_hex(_LENGTH // 2)
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def _remember(call: CallTable, password_hash: str, now: datetime) -> None:
    changes = [
        StationTable.next_password_hash.set(password_hash),
        StationTable.next_password_call_id.set(call.call_id),
        StationTable.next_password_sent_at.set(now),
    ]
    condition = StationTable.next_password_hash.does_not_exist()
    try:
        StationTable(call.station_id, "station").update(list(changes), condition=condition)
    except UpdateError as error:
        if not is_condition_failure(error):
            raise
        raise RotationOpen from error
