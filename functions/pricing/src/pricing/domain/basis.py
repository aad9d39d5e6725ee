"""All that a bill is made of: kept with its CDR, so that it can be explained and made again."""

import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from corridor_kernel.ocpi.text import dumps, loads
from pricing.domain.metering import Metering
from pricing.domain.site import Site

MAX_BYTES: Final = 300_000
"""Of an item of 400 KB, which holds the OCPI document too."""


class BasisTooLarge(ValueError):
    """It does not fit beside the CDR: a person has to make its facts or its tariff smaller."""


@dataclass(frozen=True, slots=True)
class Basis:
    """`facts` as sessions told them; `tariff` the OCPI object, `price_book` what it came from."""

    facts: Mapping[str, Any]
    tariff: Mapping[str, Any]
    site: Site
    metering: Metering
    price_book: Mapping[str, Any] | None = None


def packed(basis: Basis) -> bytes:
    """Compressed JSON; raises BasisTooLarge."""
    content = {
        "facts": basis.facts,
        "tariff": basis.tariff,
        "site": asdict(basis.site),
        "metering": asdict(basis.metering),
        "price_book": basis.price_book,
    }
    data = zlib.compress(dumps(content).encode())
    if len(data) > MAX_BYTES:
        raise BasisTooLarge(f"{len(data)} bytes are more than {MAX_BYTES}")
    return data


def unpacked(data: bytes) -> Basis:
    """What `packed` made it from."""
    content = loads(zlib.decompress(data).decode())
    metering = content["metering"]
    metering["blocking_findings"] = tuple(metering["blocking_findings"])
    return Basis(
        facts=content["facts"],
        tariff=content["tariff"],
        site=Site(**content["site"]),
        metering=Metering(**metering),
        price_book=content["price_book"],
    )
