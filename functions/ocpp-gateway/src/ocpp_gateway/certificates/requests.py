"""A station's request for a certificate, on its way to whoever issues it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from corridor_aws import settings
from corridor_aws.clients import client
from corridor_kernel.identifiers import digest

REQUEST = "certificate-request"


@dataclass(frozen=True, slots=True)
class CertificateRequest:
    """A checked CSR; `use` is None where the station did not say, as in 1.6."""

    station_id: str
    protocol: str
    message_id: str
    csr: str
    use: str | None

    @property
    def key(self) -> str:
        """The same CSR is the same request, however often it comes."""
        return digest(self.csr.strip().encode())


def enqueue(request: CertificateRequest) -> None:
    """From here on it will be issued, crash or no crash."""
    client("sqs").send_message(
        QueueUrl=settings.required("CERTIFICATE_REQUESTS_QUEUE_URL"),
        MessageBody=orjson.dumps(asdict(request)).decode(),
    )


def to_request(message: Mapping[str, Any]) -> CertificateRequest:
    """The request in a message of the queue; TypeError if it is none."""
    return CertificateRequest(**message)
