"""What certificates are for, in the words of OCPP."""

from enum import StrEnum


class RootUse(StrEnum):
    """What a station is to trust it for."""

    CSMS = "CSMSRootCertificate"
    MO = "MORootCertificate"
    MANUFACTURER = "ManufacturerRootCertificate"
    V2G = "V2GRootCertificate"
