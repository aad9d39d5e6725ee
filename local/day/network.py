"""The network that the day is played on: sites, stations, tariffs and who may charge."""

import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from corridor_kernel.times import to_text
from local.operator_client import Operator, Refused, segment
from local.station.signer import Signer
from local.station.signing import Shape, Signing
from local.station.token import IdToken

_TARIFFS = Path(__file__).parent / "tariffs"
_CONNECTOR = {"id": 1, "type": "cCCS2", "max_power_w": 150_000}
TOGETHER = Signing(("secp256r1", "brainpool256r1"), Shape.TOGETHER)
APART = Signing(("secp384r1", "secp192k1"), Shape.APART)
EVSES = 2
ATTEMPTS = 3
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Place:
    """A site with its tariff; `name` is what people call it."""

    site: dict[str, str]
    tariff: dict[str, Any]

    @property
    def time_zone(self) -> str:
        return self.site["time_zone"]


@dataclass(frozen=True, slots=True)
class Post:
    """A station at a site; `signing` says how its meters sign, None that they do not."""

    id: str
    place: Place
    signing: Signing | None = None
    password: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)


@dataclass(frozen=True, slots=True)
class Network:
    """Everything bears the `run`'s name, so that a second day finds none of the first."""

    east: Post
    west: Post
    abroad: Post
    anna: IdToken
    ben: IdToken
    clara: IdToken
    dawid: IdToken
    stranger: IdToken

    @property
    def posts(self) -> tuple[Post, ...]:
        return self.east, self.west, self.abroad

    @property
    def known(self) -> tuple[IdToken, ...]:
        """The tokens that are entered; the stranger's is not."""
        return self.anna, self.ben, self.clara, self.dawid


def network(run: str) -> Network:
    """The day's network under a name of its own."""
    germany = _place("A9", "A9 Koeschinger Forst", "Europe/Berlin", "DE", "germany", run)
    poland = _place("A4", "A4 Wirek", "Europe/Warsaw", "PL", "poland", run)
    return Network(
        east=Post(f"A9-EAST-{run}", germany, TOGETHER),
        west=Post(f"A9-WEST-{run}", germany, APART),
        abroad=Post(f"A4-WIREK-{run}", poland),
        anna=IdToken(f"ANNA-{run}"),
        ben=IdToken(f"BEN-{run}", "Central"),
        clara=IdToken(f"CLARA-{run}"),
        dawid=IdToken(f"DAWID-{run}"),
        stranger=IdToken(f"STRANGER-{run}"),
    )


async def register_station(post: Post, operator: Operator, provisioning: str) -> None:
    """Enter a station through the operator API: it may connect from now on."""
    evses = [{"id": evse, "connectors": [_CONNECTOR]} for evse in range(1, EVSES + 1)]
    station = {
        "id": post.id,
        "password": post.password,
        "site": post.place.site,
        "evses": evses,
        "provisioning": provisioning,
    }
    await _enter(partial(operator.post, "/stations", station))


async def register_meter(
    post: Post, evse_id: int, signer: Signer, since: datetime, operator: Operator
) -> None:
    """Enter the public key of an EVSE's meter, as it is printed on it; its clock may be billed."""
    key = {
        "public_key": signer.meter.label,
        "meter_serial": signer.meter.serial,
        "by": "the fitter",
        "time_certified": True,
        "valid_from": to_text(since),
    }
    path = f"/stations/{segment(post.id)}/evses/{evse_id}/meter-keys"
    await _enter(partial(operator.post, path, key))


async def enter_prices_and_cards(network: Network, operator: Operator) -> None:
    """Enter each site's tariff, and the tokens of all drivers but the stranger."""
    places = {post.place.site["id"]: post.place for post in network.posts}
    tariffs = [
        {
            "tariff": json.loads(json.dumps(place.tariff, default=float)),
            "assigned_to": [{"site": site_id}],
        }
        for site_id, place in places.items()
    ]
    tokens = [f"/tokens/{token.type}/{segment(token.id_token)}" for token in network.known]
    for tariff in tariffs:
        await _enter(partial(operator.post, "/tariffs", tariff))
    for path in tokens:
        await _enter(partial(operator.put, path, {}))


async def _enter(send: Callable[[], Awaitable[Any]]) -> None:
    """Send it again if no answer came; a conflict then means that it was obeyed after all."""
    for attempt in range(ATTEMPTS):
        try:
            await send()
            return
        except Refused as refused:
            if attempt and refused.status == CONFLICT:
                return
            if refused.status < 500 or attempt == ATTEMPTS - 1:
                raise


def _place(id: str, name: str, time_zone: str, country: str, tariff: str, run: str) -> Place:
    document = json.loads((_TARIFFS / f"{tariff}.json").read_text(), parse_float=Decimal)
    site = {"id": f"{id}-{run}", "name": name, "time_zone": time_zone, "country": country}
    return Place(
        site | {"currency": document["currency"]},
        document | {"id": f"{document['id']}-{run}"},
    )
