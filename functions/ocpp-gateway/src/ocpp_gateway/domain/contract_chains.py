"""The chain of a contract certificate, up to a root of ours (C07). Imports `cryptography`."""

from collections.abc import Collection, Sequence
from datetime import datetime

from cryptography import x509

from ocpp_gateway.domain.x509 import is_authority, is_issued_by

_LONGEST = 5

Link = tuple[x509.Certificate, x509.Certificate]


class BrokenChain(Exception):
    """It leads to no root of ours, or one of it is none of an authority."""


class Expired(Exception):
    """It would lead there, had not one of it ended."""


def verify_chain(
    chain: Sequence[x509.Certificate], roots: Collection[x509.Certificate], now: datetime
) -> list[Link]:
    """Each certificate with its issuer, leaf first; raises BrokenChain or Expired."""
    leaf, *others = chain
    links = _links(leaf, others, roots)
    certificates = [leaf, *(issuer for _, issuer in links)]
    if any(one.not_valid_before_utc > now for one in certificates):
        raise BrokenChain("not valid yet")
    if any(one.not_valid_after_utc <= now for one in certificates):
        raise Expired
    return links


def _links(
    leaf: x509.Certificate, others: list[x509.Certificate], roots: Collection[x509.Certificate]
) -> list[Link]:
    links: list[Link] = []
    current = leaf
    for below in range(_LONGEST):
        root = _issuer(current, roots, below)
        if root is not None:
            return [*links, (current, root)]
        issuer = _issuer(current, [one for one in others if one != current], below)
        if issuer is None:
            break
        links.append((current, issuer))
        current = issuer
    raise BrokenChain("it leads to no root of ours")


def _issuer(
    certificate: x509.Certificate, candidates: Collection[x509.Certificate], below: int
) -> x509.Certificate | None:
    return next((one for one in candidates if _issued(certificate, one, below)), None)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate, below: int) -> bool:
    may_issue = is_authority(issuer) and _may_have_below(issuer, below)
    return may_issue and is_issued_by(certificate, issuer)


def _may_have_below(issuer: x509.Certificate, authorities: int) -> bool:
    constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
    return constraints.path_length is None or constraints.path_length >= authorities
