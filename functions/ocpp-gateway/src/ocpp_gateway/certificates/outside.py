"""HTTP POST to a host that a station, or a certificate, names: never to one of ours (SSRF)."""

import http.client
import ipaddress
import os
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

MAX_BODY_BYTES = 64 * 1024
_PORTS = {"http": 80, "https": 443}


class Unreachable(Exception):
    """It may not be asked, or gave no usable answer."""


def post(url: str, body: bytes, headers: Mapping[str, str], timeout_s: float) -> bytes:
    """The body of a 200; Unreachable for anything else. Redirects are not followed.

    The address is looked up once, checked, and then connected to, so that no second look-up can
    lead elsewhere. Hosts of $OCSP_PRIVATE_HOSTS may be private, and use any port.
    """
    try:
        parts = urlsplit(url)
        host, scheme = parts.hostname or "", parts.scheme
        port = parts.port or _PORTS.get(scheme, 0)
        address = _address(host, scheme, port)
        connection = _connection(scheme, host, address, port, timeout_s)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST", target, body, {"Host": parts.netloc, **headers})
            response = connection.getresponse()
            content = response.read(MAX_BODY_BYTES + 1)
        finally:
            connection.close()
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error
    if response.status != 200 or len(content) > MAX_BODY_BYTES:
        raise Unreachable(f"answered {response.status} with {len(content)} bytes or more")
    return content


def _address(host: str, scheme: str, port: int) -> str:
    if scheme not in _PORTS or not host:
        raise ValueError("no http or https URL")
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if host not in _private_hosts():
        if port != _PORTS[scheme]:
            raise ValueError("no port of the web")
        if not all(_is_public(address) for address in addresses):
            raise ValueError("no public host")
    return addresses[0]


def _private_hosts() -> frozenset[str]:
    return frozenset(filter(None, os.environ.get("OCSP_PRIVATE_HOSTS", "").split(",")))


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_global and not mapped.is_multicast)


def _connection(
    scheme: str, host: str, address: str, port: int, timeout_s: float
) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(host, port, timeout=timeout_s)
    plain = socket.create_connection((address, port), timeout_s)
    try:
        connection.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            if scheme == "https"
            else plain
        )
    except BaseException:
        plain.close()
        raise
    return connection
