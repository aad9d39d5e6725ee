"""The registry's table: one item a token, found by type and folded uid."""

from collections.abc import Iterable

from pynamodb.attributes import JSONAttribute, ListAttribute, UnicodeAttribute

from corridor_aws import settings
from corridor_aws.tables import InstantAttribute, TableModel
from corridor_kernel.ocpi.enums import WhitelistType
from corridor_kernel.ocpp.id_tokens import AuthorizationStatus, IdTokenType
from roaming.domain.token import Token


class TokenTable(TableModel):
    """`id` is the token's key; `uid` keeps the spelling it was given."""

    class Meta:
        table_name = settings.required("TOKEN_REGISTRY_TABLE")

    id = UnicodeAttribute(hash_key=True)
    type = UnicodeAttribute()
    uid = UnicodeAttribute()
    status = UnicodeAttribute()
    updated_at = InstantAttribute()
    contract_id = UnicodeAttribute(null=True)
    group_id = UnicodeAttribute(null=True)
    party = UnicodeAttribute(null=True)
    expires_at = InstantAttribute(null=True)
    language = UnicodeAttribute(null=True)
    sites = ListAttribute(of=UnicodeAttribute, null=True)
    whitelist = UnicodeAttribute(null=True)
    evses = JSONAttribute(null=True)
    connector_types = ListAttribute(of=UnicodeAttribute, null=True)
    message = UnicodeAttribute(null=True)


def to_item(token: Token) -> TokenTable:
    return TokenTable(
        token.key,
        type=token.type.value,
        uid=token.uid,
        status=token.status.value,
        updated_at=token.updated_at,
        contract_id=token.contract_id,
        group_id=token.group_id,
        party=token.party,
        expires_at=token.expires_at,
        language=token.language,
        sites=None if token.sites is None else list(token.sites),
        whitelist=token.whitelist,
        evses=token.evses and {station: list(ids) for station, ids in token.evses.items()},
        connector_types=None if token.connector_types is None else list(token.connector_types),
        message=token.message,
    )


def to_token(item: TokenTable) -> Token:
    return Token(
        type=IdTokenType(item.type),
        uid=item.uid,
        status=AuthorizationStatus(item.status),
        updated_at=item.updated_at,
        contract_id=item.contract_id,
        group_id=item.group_id,
        party=item.party,
        expires_at=item.expires_at,
        language=item.language,
        sites=_texts(item.sites),
        whitelist=WhitelistType(item.whitelist) if item.whitelist else None,
        evses=item.evses and {station: tuple(ids) for station, ids in item.evses.items()},
        connector_types=_texts(item.connector_types),
        message=item.message,
    )


def _texts(items: Iterable[object] | None) -> tuple[str, ...] | None:
    return None if items is None else tuple(str(item) for item in items)
