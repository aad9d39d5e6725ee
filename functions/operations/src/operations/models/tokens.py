"""Tokens: who may charge."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from corridor_kernel.ocpi.enums import WhitelistType
from corridor_kernel.ocpp.id_tokens import AuthorizationStatus, IdTokenType
from operations.models.base import Answer, Body, Id36, Page


class TokenSettings(Body):
    """What is said of a token; `sites` left out means everywhere, `whitelist` ALLOWED.

    Stations have ALWAYS and ALLOWED_OFFLINE tokens in their local lists; NEVER is not even cached.
    """

    status: AuthorizationStatus = AuthorizationStatus.ACCEPTED
    contract_id: Id36 | None = None
    group_id: Id36 | None = None
    party: (
        Annotated[
            str,
            Field(
                pattern="^[A-Z]{2}-[A-Z0-9]{3}$",
                description="Country and party id of its issuer, if not us.",
                examples=["NL-TNM"],
            ),
        ]
        | None
    ) = None
    expires_at: datetime | None = None
    language: Annotated[str, Field(max_length=8, examples=["de"])] | None = None
    sites: Annotated[list[Id36], Field(min_length=1)] | None = None
    whitelist: WhitelistType | None = None
    evses: (
        Annotated[
            dict[str, list[int]], Field(description="EVSE ids by station, where it is limited.")
        ]
        | None
    ) = None
    connector_types: Annotated[list[str], Field(min_length=1, examples=[["cCCS2"]])] | None = None
    message: Annotated[str, Field(max_length=512, description="Shown to its holder.")] | None = None


class NewToken(TokenSettings):
    """Two spellings of a uid that differ in case are one token."""

    type: IdTokenType
    uid: Id36


class Token(Answer):
    type: IdTokenType
    uid: str
    status: AuthorizationStatus
    contract_id: str | None = None
    group_id: str | None = None
    party: str | None = None
    expires_at: datetime | None = None
    language: str | None = None
    sites: list[str] | None = None
    whitelist: WhitelistType | None = None
    evses: dict[str, list[int]] | None = None
    connector_types: list[str] | None = None
    message: str | None = None
    updated_at: datetime


class TokenPage(Page):
    items: list[Token]
