"""`make readme`: writes into README.md which messages are supported, and how."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from local import templates

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TEMPLATE = ROOT / "functions" / "ocpp-gateway" / "template.yaml"
BEGIN, END = (
    "<!-- messages: make readme writes this table from routes.py -->",
    "<!-- end of messages -->",
)

# The functional blocks of the standard (ocpp.md §1.1): use cases, 2.0.1's actions, 1.6's.
BLOCKS = {
    "A Security": (
        "A01–A05",
        "SignCertificate SecurityEventNotification CertificateSigned",
        "SignCertificate SecurityEventNotification CertificateSigned",
    ),
    "B Provisioning": (
        "B01–B12",
        "BootNotification NotifyReport SetVariables GetVariables GetBaseReport GetReport "
        "SetNetworkProfile Reset",
        "BootNotification GetConfiguration ChangeConfiguration Reset",
    ),
    "C Authorization": ("C01–C16", "Authorize ClearCache", "Authorize ClearCache"),
    "D Local list": (
        "D01–D02",
        "SendLocalList GetLocalListVersion",
        "SendLocalList GetLocalListVersion",
    ),
    "E Transactions": (
        "E01–E15",
        "TransactionEvent GetTransactionStatus",
        "StartTransaction StopTransaction",
    ),
    "F Remote control": (
        "F01–F06",
        "RequestStartTransaction RequestStopTransaction UnlockConnector TriggerMessage",
        "RemoteStartTransaction RemoteStopTransaction UnlockConnector TriggerMessage "
        "ExtendedTriggerMessage",
    ),
    "G Availability": (
        "G01–G05",
        "StatusNotification Heartbeat ChangeAvailability",
        "StatusNotification Heartbeat ChangeAvailability",
    ),
    "H Reservation": (
        "H01–H04",
        "ReservationStatusUpdate ReserveNow CancelReservation",
        "ReserveNow CancelReservation",
    ),
    "I Tariff and cost": ("I01–I06", "CostUpdated", ""),
    "J Meter values": ("J01–J03", "MeterValues", "MeterValues"),
    "K Smart charging": (
        "K01–K17",
        "ReportChargingProfiles NotifyChargingLimit ClearedChargingLimit NotifyEVChargingNeeds "
        "NotifyEVChargingSchedule SetChargingProfile GetChargingProfiles ClearChargingProfile "
        "GetCompositeSchedule",
        "SetChargingProfile ClearChargingProfile GetCompositeSchedule",
    ),
    "L Firmware": (
        "L01–L04",
        "FirmwareStatusNotification PublishFirmwareStatusNotification UpdateFirmware "
        "PublishFirmware UnpublishFirmware",
        "FirmwareStatusNotification SignedFirmwareStatusNotification UpdateFirmware "
        "SignedUpdateFirmware",
    ),
    "M Certificates": (
        "M01–M06",
        "Get15118EVCertificate GetCertificateStatus GetInstalledCertificateIds "
        "InstallCertificate DeleteCertificate",
        "GetInstalledCertificateIds InstallCertificate DeleteCertificate",
    ),
    "N Diagnostics": (
        "N01–N10",
        "LogStatusNotification NotifyMonitoringReport NotifyEvent NotifyCustomerInformation "
        "GetLog GetMonitoringReport SetMonitoringBase SetVariableMonitoring SetMonitoringLevel "
        "ClearVariableMonitoring CustomerInformation",
        "LogStatusNotification DiagnosticsStatusNotification GetLog GetDiagnostics",
    ),
    "O Display": (
        "O01–O06",
        "NotifyDisplayMessages SetDisplayMessage GetDisplayMessages ClearDisplayMessage",
        "",
    ),
    "P Data transfer": ("P01–P02", "DataTransfer", "DataTransfer"),
}
VERSIONS = ("ocpp2.0.1", "ocpp1.6")

NOTES = {"DataTransfer": "(read by operators at `/stations/{id}/facts/DataTransfer`)"}


def main() -> int:
    """0 once README.md has the table."""
    # The gateway's tables ask for their names when they are imported; nothing here opens one.
    declared = templates.load(TEMPLATE)["Globals"]["Function"]["Environment"]["Variables"]
    os.environ.update(dict.fromkeys(declared, "none"))
    README.write_text(with_table(README.read_text()))
    return 0


def with_table(text: str) -> str:
    """The README with the table of today between its markers."""
    pattern = re.escape(BEGIN) + ".*?" + re.escape(END)
    table = "\n".join((BEGIN, "", *rows(), "", END))
    return re.sub(pattern, lambda _: table, text, flags=re.DOTALL)


def rows() -> Iterator[str]:
    """The table's lines."""
    yield "| block | use cases | 2.0.1 | 1.6 |"
    yield "|---|---|---|---|"
    for block, (use_cases, *actions) in BLOCKS.items():
        cells = (
            ", ".join(_cell(version, action) for action in names.split()) or "–"
            for version, names in zip(VERSIONS, actions, strict=True)
        )
        yield f"| {block} | {use_cases} | {' | '.join(cells)} |"


def _cell(version: str, action: str) -> str:
    """`→` from the station, `←` to it; struck out if nothing answers or sends it."""
    from ocpp_gateway.outbound_routes import OUTBOUND
    from ocpp_gateway.routes import ROUTES

    inbound = ROUTES[version].get(action)
    ways = ("→" if inbound and inbound.answer else "") + (
        "←" if action in OUTBOUND.get(version, {}) else ""
    )
    told = " ".join(filter(None, (action, NOTES.get(action))))
    return f"{ways} {told}" if ways else f"~~{action}~~"


if __name__ == "__main__":
    sys.exit(main())
