"""A tariff, and the facts of a session at station CS-1, site S1."""

from datetime import UTC, datetime

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
SITE = {
    "id": "S1",
    "name": "Rasthof Nord",
    "time_zone": "Europe/Berlin",
    "country": "DE",
    "currency": "EUR",
}
EVSES = [{"id": 1, "connectors": [{"id": 1, "type": "cCCS2", "max_power_w": 150_000}]}]


def tariff(id="DAY", price=0.5, **members):
    """OCPI Tariff: energy at 19 % VAT."""
    component = {"type": "ENERGY", "price": price, "vat": 19, "step_size": 1}
    return {
        "country_code": "DE",
        "party_id": "COR",
        "id": id,
        "currency": "EUR",
        "elements": [{"price_components": [component]}],
    } | members


SIGNED = {
    "state": "valid",
    "findings": [],
    "begin": {"at": "2026-04-01T13:00:02.000Z", "wh": "1000"},
    "end": {"at": "2026-04-01T13:59:58.000Z", "wh": "11005"},
    "time_synchronised": False,
    "time_certified": True,
}


def session(**members):
    """Facts: 10.005 kWh from 15:00 to 16:00 in Berlin, by a certified meter."""
    return {
        "session_id": "0b4f2f7e-9a8e-5a5b-8f0f-6d3a6f7f0d11",
        "station_id": "CS-1",
        "transaction_id": "T-1",
        "evse_id": 1,
        "connector_id": 1,
        "id_token": {"id_token": "04A2", "type": "ISO14443"},
        "started_at": "2026-04-01T13:00:00.000Z",
        "ended_at": "2026-04-01T14:00:00.000Z",
        "stopped_reason": "Local",
        "meter_start_wh": "1000",
        "meter_stop_wh": "11005",
        "energy_wh": "10005",
        "telemetry": [],
        "states": [],
        "flags": [],
        "signed": SIGNED,
    } | members
