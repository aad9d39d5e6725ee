"""The table of contents of the operator API."""

from typing import Final

from operations.models.base import Paging
from operations.models.cdrs import CdrDetails, CdrPage, CdrQuery, CorrectedCdr, NewCorrection
from operations.models.certificates import (
    NewRevocation,
    NewRoot,
    NewSecurityProfile,
    ProfileUpgrade,
    Revocation,
    Root,
    RootPage,
    RootToInstall,
)
from operations.models.explanations import Explanation
from operations.models.firmware import (
    FirmwareCampaignDetails,
    FirmwareCampaignPage,
    FirmwareImage,
    LogPage,
    NewFirmwareCampaign,
    NewFirmwareImage,
    NewLog,
    RequestedLog,
)
from operations.models.metering import (
    MeterKey,
    MeterKeyList,
    MissingPageList,
    NewKeyConfirmation,
    NewMeterKey,
    SignedValueList,
)
from operations.models.prices import NewPriceBook, NewQuote, Quote, TariffEnd, TariffReview
from operations.models.provisioning import (
    DesiredVariables,
    Failsafe,
    NewDesiredVariables,
    ProvisioningState,
)
from operations.models.sessions import (
    NewSession,
    NewWriteOff,
    RequestedStop,
    Session,
    SessionDetails,
    SessionPage,
    SessionQuery,
    Start,
)
from operations.models.stations import (
    Call,
    FactPage,
    FailsafeLimits,
    NewCall,
    NewRegistration,
    NewStation,
    QueuedCall,
    RecordPage,
    Station,
    StationDetails,
    StationPage,
)
from operations.models.tariffs import NewTariff, PriceTexts, Tariff, TariffDetails, TariffPage
from operations.models.tokens import NewToken, Token, TokenPage, TokenSettings
from operations.route import ROOT, Route

GATEWAY: Final = "ocpp-gateway"
SESSIONS: Final = "sessions"
PRICING: Final = "pricing"
ROAMING: Final = "roaming"

DOCUMENT_PATH: Final = f"{ROOT}/openapi.json"

# fmt: off
ROUTES: Final = (
    Route("POST", "/stations", "Register a station",
          GATEWAY, "register_station", Station, 201, body=NewStation),
    Route("GET", "/stations", "List stations",
          GATEWAY, "list_stations", StationPage, query=Paging),
    Route("GET", "/stations/{station_id}", "See a station, its link and its connectors",
          GATEWAY, "get_station", StationDetails),
    Route("PUT", "/stations/{station_id}/registration", "Accept, hold or reject a station",
          GATEWAY, "set_registration", StationDetails, body=NewRegistration),
    Route("POST", "/stations/{station_id}/calls", "Send a station any OCPP call",
          GATEWAY, "create_call", QueuedCall, 202, body=NewCall),
    Route("POST", "/stations/{station_id}/password-rotation", "Give a station a new password",
          GATEWAY, "rotate_password", QueuedCall, 202),
    Route("POST", "/stations/{station_id}/root-certificates", "Have a station trust a root",
          GATEWAY, "install_root", QueuedCall, 202, body=RootToInstall),
    Route("POST", "/stations/{station_id}/revocations", "Revoke a station's certificate",
          GATEWAY, "revoke_certificate", Revocation, body=NewRevocation),
    Route("PUT", "/stations/{station_id}/security-profile", "Change a station's security profile",
          GATEWAY, "upgrade_profile", ProfileUpgrade, 202, body=NewSecurityProfile),
    Route("GET", "/roots", "List the roots of certificates",
          GATEWAY, "list_roots", RootPage, query=Paging),
    Route("GET", "/roots/{name}", "See a root",
          GATEWAY, "get_root", Root),
    Route("PUT", "/roots/{name}", "Name a root",
          GATEWAY, "put_root", Root, body=NewRoot),
    Route("DELETE", "/roots/{name}", "Forget a root",
          GATEWAY, "delete_root", Root),
    Route("POST", "/stations/{station_id}/provisioning", "Provision a station now",
          GATEWAY, "provision_station", ProvisioningState, 202),
    Route("GET", "/stations/{station_id}/provisioning", "See how a station is provisioned",
          GATEWAY, "get_provisioning", ProvisioningState),
    Route("GET", "/stations/{station_id}/desired-variables", "Hold desired against reported",
          GATEWAY, "get_desired_variables", DesiredVariables),
    Route("PUT", "/stations/{station_id}/desired-variables", "Say what this station shall have",
          GATEWAY, "put_desired_variables", DesiredVariables, body=NewDesiredVariables),
    Route("GET", "/stations/{station_id}/failsafe", "See what a station may draw alone",
          GATEWAY, "get_failsafe", Failsafe),
    Route("PUT", "/stations/{station_id}/failsafe", "Limit what a station may draw alone",
          GATEWAY, "put_failsafe", Failsafe, 202, body=FailsafeLimits),
    Route("GET", "/stations/{station_id}/calls/{call_id}", "See what came of a call",
          GATEWAY, "get_call", Call),
    Route("GET", "/stations/{station_id}/records/{kind}", "List what a station told, by kind",
          GATEWAY, "list_records", RecordPage, query=Paging),
    Route("GET", "/stations/{station_id}/facts/{action}", "List what a station reported, by action",
          GATEWAY, "list_facts", FactPage, query=Paging),

    Route("POST", "/stations/{station_id}/logs", "Ask a station for a log",
          GATEWAY, "create_log", RequestedLog, 202, body=NewLog),
    Route("GET", "/stations/{station_id}/logs", "List the logs that a station was asked for",
          GATEWAY, "list_logs", LogPage, query=Paging),
    Route("POST", "/firmware-images", "Bring a firmware image",
          GATEWAY, "create_firmware_image", FirmwareImage, 201, body=NewFirmwareImage),
    Route("POST", "/firmware-campaigns", "Update the firmware of a group of stations",
          GATEWAY, "create_firmware_campaign", FirmwareCampaignDetails, 202,
          body=NewFirmwareCampaign),
    Route("GET", "/firmware-campaigns", "List firmware campaigns, the newest first",
          GATEWAY, "list_firmware_campaigns", FirmwareCampaignPage, query=Paging),
    Route("GET", "/firmware-campaigns/{campaign_id}", "See a campaign with each of its stations",
          GATEWAY, "get_firmware_campaign", FirmwareCampaignDetails),
    Route("POST", "/firmware-campaigns/{campaign_id}/resume", "Go on in spite of what failed",
          GATEWAY, "resume_firmware_campaign", FirmwareCampaignDetails, 202),
    Route("POST", "/firmware-campaigns/{campaign_id}/cancel", "Begin no more stations",
          GATEWAY, "cancel_firmware_campaign", FirmwareCampaignDetails, 202),

    Route("POST", "/tokens", "Enter a token",
          ROAMING, "create_token", Token, 201, body=NewToken),
    Route("GET", "/tokens", "List tokens",
          ROAMING, "list_tokens", TokenPage, query=Paging),
    Route("GET", "/tokens/{type}/{uid}", "See a token",
          ROAMING, "get_token", Token),
    Route("PUT", "/tokens/{type}/{uid}", "Say what a token is from now on",
          ROAMING, "put_token", Token, body=TokenSettings),

    Route("POST", "/sessions", "Start a session from afar",
          SESSIONS, "start_session", Start, 202, body=NewSession),
    Route("GET", "/session-starts/{station_id}/{remote_start_id}", "See what came of a start",
          SESSIONS, "get_start", Start, numbers=("remote_start_id",)),
    Route("POST", "/sessions/{session_id}/stop", "Stop a session from afar",
          SESSIONS, "stop_session", RequestedStop, 202),
    Route("POST", "/sessions/{session_id}/settlement", "Try again to bill an ended session",
          SESSIONS, "retry_settlement", Session, 202),
    Route("POST", "/sessions/{session_id}/write-off", "Give up billing an unsettled session",
          SESSIONS, "write_off", Session, body=NewWriteOff),
    Route("GET", "/sessions", "List sessions by station, token, state and time",
          SESSIONS, "list_sessions", SessionPage, query=SessionQuery),
    Route("GET", "/sessions/{session_id}", "See a session with its events and meter values",
          SESSIONS, "get_session", SessionDetails),

    Route("GET", "/sessions/{session_id}/signed-values", "See what a session's meter has signed",
          SESSIONS, "list_signed_values", SignedValueList),
    Route("POST", "/stations/{station_id}/evses/{evse_id}/meter-keys", "Enter a meter's key",
          SESSIONS, "register_meter_key", MeterKey, 201, body=NewMeterKey, numbers=("evse_id",)),
    Route("GET", "/stations/{station_id}/evses/{evse_id}/meter-keys", "List a meter's keys",
          SESSIONS, "list_meter_keys", MeterKeyList, numbers=("evse_id",)),
    Route("POST", "/stations/{station_id}/evses/{evse_id}/meter-keys/{fingerprint}/confirmation",
          "Say that a key which was found in the field is the meter's",
          SESSIONS, "confirm_meter_key", MeterKey, body=NewKeyConfirmation, numbers=("evse_id",)),
    Route("GET", "/stations/{station_id}/evses/{evse_id}/missing-pages",
          "List what is missing of what a meter has signed",
          SESSIONS, "list_missing_pages", MissingPageList, numbers=("evse_id",)),

    Route("GET", "/cdrs", "List CDRs by session, station and time",
          PRICING, "list_cdrs", CdrPage, query=CdrQuery),
    Route("GET", "/cdrs/{cdr_id}", "See a CDR",
          PRICING, "get_cdr", CdrDetails),
    Route("GET", "/cdrs/{cdr_id}/explanation", "See why a CDR says what it says",
          PRICING, "explain_cdr", Explanation),
    Route("POST", "/cdrs/{cdr_id}/corrections", "Credit a CDR and issue what is billed instead",
          PRICING, "correct_cdr", CorrectedCdr, 201, body=NewCorrection),
    Route("POST", "/tariffs", "Put a tariff in force",
          PRICING, "create_tariff", Tariff, 201, body=NewTariff),
    Route("GET", "/tariffs", "List tariffs",
          PRICING, "list_tariffs", TariffPage, query=Paging),
    Route("GET", "/tariffs/{tariff_id}", "See a tariff",
          PRICING, "get_tariff", TariffDetails),
    Route("GET", "/tariffs/{tariff_id}/texts", "See what a tariff costs, in words",
          PRICING, "get_price_texts", PriceTexts),
    Route("POST", "/tariffs/check", "See what is wrong with a tariff, without storing it",
          PRICING, "check_tariff", TariffReview, body=NewTariff),
    Route("POST", "/tariffs/{tariff_id}/end", "End a tariff",
          PRICING, "end_tariff", Tariff, 201, body=TariffEnd),
    Route("POST", "/price-books", "Put prices with VAT in force, for ad-hoc drivers",
          PRICING, "create_price_book", Tariff, 201, body=NewPriceBook),
    Route("POST", "/quotes", "See what a session would cost, and why",
          PRICING, "quote", Quote, body=NewQuote),
)
# fmt: on
