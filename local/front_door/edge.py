"""CloudFront in front of API Gateway: the path rule, and viewer mTLS (aws.md §1.2, §1.3)."""

from ssl import DER_cert_to_PEM_cert
from urllib.parse import quote

from local.front_door.http import Headers

IDENTITY_HEADER = "x-corridor-identity"
_PREFIX = "/ocpp/"
_CERTIFICATE = "CloudFront-Viewer-Cert-"


def viewer_request(target: str, headers: Headers) -> tuple[str, Headers]:
    """The target and headers that API Gateway sees; other paths pass as they are.

    The identity stays as the station encoded it, and a header of that name from outside is lost.
    """
    path, mark, query = target.partition("?")
    kept = [(name, value) for name, value in headers if name.lower() != IDENTITY_HEADER]
    if not path.startswith(_PREFIX):
        return target, kept
    return f"/{mark}{query}", [*kept, (IDENTITY_HEADER, path.removeprefix(_PREFIX))]


def with_viewer_certificate(headers: Headers, certificate: bytes | None) -> Headers:
    """What CloudFront says of a client certificate (DER) that its trust store vouches for.

    Whatever a client says in these headers itself is lost.
    """
    mine = _CERTIFICATE.lower()
    kept = [(name, value) for name, value in headers if not name.lower().startswith(mine)]
    if certificate is None:
        return [*kept, (f"{_CERTIFICATE}Present", "0")]
    pem = quote(DER_cert_to_PEM_cert(certificate), safe="")
    return [*kept, (f"{_CERTIFICATE}Present", "1"), (f"{_CERTIFICATE}Pem", pem)]
