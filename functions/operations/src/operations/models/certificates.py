"""Certificates: the roots that operators name, and those of stations that are revoked."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from corridor_kernel.ocpp.certificates import RootUse
from operations.models.base import Answer, Body, Page


class NewRoot(Body):
    """One certificate as PEM, at most as long as InstallCertificate takes it."""

    certificate_type: RootUse
    certificate: Annotated[str, Field(min_length=1, max_length=5500)]


class Root(Answer):
    """`Authority` is the one that signs stations' own certificates: the edge has to trust it."""

    name: str
    certificate_type: str
    certificate: str
    common_name: str
    serial_number: Annotated[str, Field(description="Hexadecimal.")]
    valid_until: datetime


class RootPage(Page):
    items: list[Root]


class RootToInstall(Body):
    """The name of a root."""

    root: str


class NewRevocation(Body):
    sha256: Annotated[str, Field(pattern="^[0-9A-Fa-f]{64}$", description="Of the certificate.")]


class Revocation(Answer):
    station_id: str
    sha256: str
    revoked_at: datetime


class NewSecurityProfile(Body):
    """`url`, wss://, is where the station connects under it, up to its identity; default: our own.

    `configuration_slot` is the network profile to use; default: another than the active one.
    `allow_downgrade` is the word that it takes to go from 3 to 2; all else only rises.
    """

    profile: Annotated[int, Field(ge=1, le=3)]
    url: Annotated[str, Field(min_length=1, max_length=512)] | None = None
    configuration_slot: Annotated[int, Field(ge=0)] | None = None
    allow_downgrade: bool = False


class ProfileUpgrade(Answer):
    """Its steps are the station's records of kind `profile-upgrade`."""

    station_id: str
    profile: int
    upgrade_id: str
