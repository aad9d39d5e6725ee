"""The driver's package for machines: `receipt.json`."""

from typing import Any

from corridor_kernel.times import to_text
from sessions.domain.meter_key import MeterKey
from sessions.domain.ocmf.assessment import Register
from sessions.domain.package.figures import amount
from sessions.domain.package.package import Bill, Package


def document(package: Package) -> dict[str, Any]:
    """Instants UTC, registers and energy texts in Wh, amounts texts in `currency`."""
    measured = package.measured
    assessment = measured.assessment
    energy_wh = package.energy_wh
    return {
        "session_id": package.session_id,
        "station_id": package.station_id,
        "evse_id": package.evse_id,
        "charge_point": package.charge_point or None,
        "meter_serial": package.meter_serial or None,
        "state": assessment.state.value,
        "findings": [finding.value for finding in assessment.findings],
        "begin": _register(assessment.begin),
        "end": _register(assessment.end),
        "energy_wh": None if energy_wh is None else format(energy_wh, "f"),
        "time_synchronised": assessment.time_synchronised,
        "bill": _bill(package.bill) if package.bill else None,
        "public_keys": [_key(key) for key in measured.keys],
        "signed_values": len(measured.signed),
        "altered_values": measured.altered,
        "values_left_out": measured.left_out,
    }


def _register(register: Register | None) -> dict[str, Any] | None:
    if register is None:
        return None
    at = to_text(register.at) if register.at else None
    return {"at": at, "wh": format(register.wh, "f")}


def _bill(bill: Bill) -> dict[str, str]:
    net, gross = bill.total_excl_vat, bill.total_incl_vat
    return {
        "cdr_id": bill.cdr_id,
        "currency": bill.currency,
        "total_excl_vat": amount(net, bill.currency),
        "vat": amount(gross - net, bill.currency),
        "total_incl_vat": amount(gross, bill.currency),
    }


def _key(key: MeterKey) -> dict[str, str | None]:
    return {
        "fingerprint": key.fingerprint,
        "curve": key.curve,
        "public_key": key.der,
        "bnetza_id": key.bnetza_id,
    }
