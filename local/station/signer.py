"""The signing meter of one EVSE: its serial, key and pages outlive every transaction."""

from dataclasses import replace
from typing import Final

from local.station.meter_keys import new_key
from local.station.meter_signing import SignedReading, SigningMeter
from local.station.quirks import Quirks
from local.station.reading import BEGIN, END, Reading
from local.station.signing import EVERY, NEVER, Shape, Signing, Wishes, signed_meter_value
from local.station.signing_faults import PADDING, spoiled

_MARKS: Final = {BEGIN: "B", END: "E"}
_INTERMEDIATE: Final = "C"
_FISCAL: Final = ""


class Signer:
    """`take` gives each reading of a transaction its signed value, where `wishes` ask for one."""

    def __init__(
        self, place: str, curve: str, signing: Signing, wishes: Wishes, quirks: Quirks
    ) -> None:
        """`place` names station and EVSE: serials begin with it."""
        self._place, self._curve = place, curve
        self._signing, self._wishes, self._quirks = signing, wishes, quirks
        self._meters = 0
        self._first: Reading | None = None
        self._begin = self._id_token = ""
        self._begin_is_told = self._key_is_told = False
        self.replace_meter()

    def replace_meter(self) -> None:
        """Another meter from now on: serial, key and pages are new."""
        self._meters += 1
        serial = f"{self._place}-{self._meters}"
        self.meter = SigningMeter(serial, new_key(self._curve))
        self._fiscal = SigningMeter(serial, self.meter.key)

    @property
    def public_key(self) -> str:
        """As messages and the device model tell it."""
        return self.meter.signed_meter_value("")["publicKey"]

    def take(self, reading: Reading, id_token: str) -> tuple[Reading, ...]:
        """The readings that a message tells instead of this one."""
        if reading.context == BEGIN:
            return self._take_begin(reading, id_token)
        if reading.context == END:
            return self._take_end(reading)
        if self._wishes.is_signed(reading.context):
            return (self._told(reading, self._record(reading)),)
        return (reading,)

    def late_begin(self) -> Reading | None:
        """The begin of the running transaction, if it is due and was not told signed yet."""
        if self._first is None or self._begin_is_told or not self._tells_begin:
            return None
        return self._told_begin(self._first)

    def fiscal(self, reading: Reading) -> Reading:
        """Signed outside of any transaction; those pages have a counter of their own."""
        record = self._fiscal.record([_signed(reading, _FISCAL)], PG=f"F{self._fiscal.page}")
        return self._told(reading, record, with_key=self._wishes.key() != NEVER)

    @property
    def _tells_begin(self) -> bool:
        """Whether a begin is told before the end."""
        shape = self._signing.shape
        return shape is Shape.APART or (shape is Shape.PAIR and self._wishes.is_signed(BEGIN))

    def _take_begin(self, reading: Reading, id_token: str) -> tuple[Reading, ...]:
        self._first, self._id_token = None, id_token
        self._begin_is_told = self._key_is_told = False
        if not self._wishes.is_signed(END):
            return (reading,)
        self._first = reading
        if self._signing.shape is not Shape.TOGETHER:
            self._begin = self._record(reading)
        if self._quirks.signs_slowly or not self._tells_begin:
            return (reading,)
        return (self._told_begin(reading),)

    def _take_end(self, reading: Reading) -> tuple[Reading, ...]:
        first = self._first
        if first is None:
            return (reading,)
        if self._quirks.skips_pages:
            self.meter.page += 1
        if self._signing.shape is Shape.TOGETHER:
            return (self._told(reading, self._record(first, reading)),)
        end = self._record(reading)
        if self._signing.shape is Shape.APART and self._begin_is_told:
            return (self._told(reading, end),)
        return self._told_begin(first), self._told(reading, end)

    def _told_begin(self, first: Reading) -> Reading:
        self._begin_is_told = True
        return self._told(first, self._begin)

    def _record(self, *readings: Reading) -> str:
        more = {"U": PADDING} if self._quirks.pads_records else {}
        marked = [_signed(one, _MARKS.get(one.context, _INTERMEDIATE)) for one in readings]
        return spoiled(self.meter.record(marked, self._id_token, **more), self._quirks, self._curve)

    def _told(self, reading: Reading, record: str, with_key: bool | None = None) -> Reading:
        policy = self._wishes.key()
        if with_key is None:
            with_key = policy == EVERY or (policy != NEVER and not self._key_is_told)
            self._key_is_told = self._key_is_told or with_key
        value = signed_meter_value(record, self.meter, self._signing.encoding, with_key)
        return replace(reading, signed=value)


def _signed(reading: Reading, transaction: str) -> SignedReading:
    return SignedReading(reading.at, reading.register_wh, transaction)
