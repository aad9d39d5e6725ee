"""What is known of a station that decides how it shows prices."""

from collections.abc import Mapping
from datetime import datetime

from corridor_aws.items import get_together
from corridor_kernel.ocpp.protocols import Protocol
from ocpp_gateway.call_items import protocol_of
from ocpp_gateway.domain.desired_variables import parts_of
from ocpp_gateway.domain.ocpp16.configuration_keys import key_of
from ocpp_gateway.domain.price_carriers import MESSAGES, variables
from ocpp_gateway.domain.rules.rule import Known
from ocpp_gateway.provisioning.model_profiles import profile_of
from ocpp_gateway.records import all_records
from ocpp_gateway.tables import RecordTable, StationTable


def speaks_16(station: StationTable) -> bool:
    return protocol_of(station) == Protocol.OCPP_1_6


def fields_of(station: StationTable) -> Mapping[str, str]:
    """The variables that its model shows prices from, and their forms."""
    fields = profile_of(station.vendor_name, station.model).price_fields
    if speaks_16(station):
        return {key: form for key, form in fields.items() if key_of(parts_of(key))}
    return {key: form for key, form in fields.items() if form == "Text"}


def known_of(station: StationTable, fields: Mapping[str, str], now: datetime) -> Known:
    """Two round trips, both consistent: what was answered a moment ago counts."""
    keys = variables(fields)
    wanted = ((RecordTable, station.station_id, f"variable#{key}") for key in keys)
    told = zip(keys, get_together(*wanted), strict=True)
    records = {
        "variable": {key: item.content for key, item in told if item is not None},
        MESSAGES: all_records(station.station_id, MESSAGES),
    }
    return Known(now, records=records)
