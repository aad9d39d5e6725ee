"""Servers on loopback: an OCSP responder, a pool of contract certificates, or plain trouble."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from tests.unit.ocpp_gateway.certificates import pki

Answer = Callable[[bytes], tuple[int, bytes]]


class Server:
    """`asked` are the bodies that came, `headers` those of the last one."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.headers: dict[str, str] = {}
        self.answer: Answer = lambda body: (500, b"")
        self.url = ""

    def respond(self, issuer: pki.Authority, signer: Any = None, **how: Any) -> None:
        """Answer as the responder of `issuer`."""
        self.answer = lambda body: (200, ocsp_answer(body, issuer, signer or issuer, **how))


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.asked.append(body)
            server.headers = dict(self.headers)
            status, content = server.answer(body)
            with suppress(ConnectionError):  # who asked may have given up
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def ocsp_answer(
    body: bytes,
    issuer: pki.Authority,
    signer: Any,
    *,
    revoked: bool = False,
    next_update: timedelta | None = timedelta(hours=1),
    this_update: timedelta = timedelta(0),
    certificates: list[x509.Certificate] | None = None,
    serial_number: int | None = None,
) -> bytes:
    request = ocsp.load_der_ocsp_request(body)
    now = datetime.now(pki.UTC)
    builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
        request.issuer_name_hash,
        request.issuer_key_hash,
        serial_number or request.serial_number,
        request.hash_algorithm,
        ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
        now + this_update,
        None if next_update is None else now + next_update,
        now - timedelta(days=1) if revoked else None,
        None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, signer.certificate)
    if certificates:
        builder = builder.certificates(certificates)
    return builder.sign(signer.key, hashes.SHA256()).public_bytes(Encoding.DER)
