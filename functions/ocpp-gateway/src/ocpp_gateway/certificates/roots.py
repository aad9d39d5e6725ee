"""The roots that operators name: what stations shall trust, and what we check contracts by."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm

from corridor_kernel.ocpp.certificates import RootUse
from corridor_kernel.problems import Problem, invalid, not_found
from corridor_kernel.times import to_text
from ocpp_gateway.certificates.records import NETWORK, ROOT
from ocpp_gateway.create_call import create_call
from ocpp_gateway.domain.x509 import facts_of, is_authority, load_chain
from ocpp_gateway.list_records import list_records
from ocpp_gateway.records import Content, all_records, delete_record, find_record, put_record

Root = dict[str, Any]


def put_root(name: str, certificate_type: str, certificate: str, now: datetime) -> Root:
    """The root as kept; Problem 422 for what is no authority's certificate of now, or 409."""
    _refuse_authority(find_record(NETWORK, ROOT, name))
    fault = _find_fault(certificate, now)
    if fault:
        raise invalid([("certificate", fault)])
    facts = facts_of(load_chain(certificate)[0])
    content = {
        "certificateType": certificate_type,
        "certificate": certificate,
        "common_name": facts.common_name,
        "serial_number": facts.serial_number,
        "valid_until": to_text(facts.valid_until),
    }
    put_record(NETWORK, ROOT, name, content, now)
    return _shown(name, content)


def get_root(name: str) -> Root:
    """Problem 404."""
    return _shown(name, _found(name))


def list_roots(limit: int, cursor: str | None) -> dict[str, Any]:
    """`{items, cursor}` by name."""
    page = list_records(NETWORK, ROOT, limit, cursor)
    items = [_shown(item["key"], item["content"]) for item in page["items"]]
    return page | {"items": items}


def delete_root(name: str) -> Root:
    """What was deleted; stations that have it keep it. Problem 404, or 409."""
    content = _found(name)
    _refuse_authority(content)
    delete_record(NETWORK, ROOT, name)
    return _shown(name, content)


def install_root(station_id: str, root: str, now: datetime) -> dict[str, Any]:
    """The queued InstallCertificate; Problem 404, or 422 for a root of no use to stations."""
    content = _found(root)
    if content["certificateType"] not in list(RootUse):
        raise invalid([("root", "is the authority that signs stations' own certificates")])
    payload = {name: content[name] for name in ("certificateType", "certificate")}
    return create_call(station_id, "InstallCertificate", payload, now)


def trusted(*uses: str) -> Iterator[str]:
    """The PEM texts of all roots of these uses."""
    for content in all_records(NETWORK, ROOT).values():
        if content["certificateType"] in uses:
            yield content["certificate"]


def _refuse_authority(content: Content | None) -> None:
    """What the edge trusts stations' certificates by: its issuing tells of it, and nobody else."""
    if content is not None and content["certificateType"] not in list(RootUse):
        reason = "It is the authority that signs stations' own certificates."
        raise Problem(409, "Conflict", reason)


def _find_fault(pem: str, now: datetime) -> str | None:
    try:
        root, *others = load_chain(pem)
        root.public_key()
    except ValueError:
        return "is no PEM certificate"
    except UnsupportedAlgorithm:
        return "has a kind of key that is not known here"
    if others or not is_authority(root):
        return "must be one certificate, that of an authority"
    if not root.not_valid_before_utc <= now < root.not_valid_after_utc:
        return "is not valid now"
    return None


def _found(name: str) -> Content:
    content = find_record(NETWORK, ROOT, name)
    if content is None:
        raise not_found("root", name)
    return content


def _shown(name: str, content: Content) -> Root:
    return {
        "name": name,
        "certificate_type": content["certificateType"],
        "certificate": content["certificate"],
        "common_name": content["common_name"],
        "serial_number": content["serial_number"],
        "valid_until": content["valid_until"],
    }
