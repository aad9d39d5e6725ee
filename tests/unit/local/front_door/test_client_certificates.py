"""TLS with client certificates, told as CloudFront's viewer mTLS tells them (aws.md §1.3)."""

import json
import ssl
import urllib.request
from pathlib import Path
from urllib.parse import unquote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tests.unit.local.front_door.conftest import PATIENCE_S, TOKEN, RunningDoor
from tests.unit.ocpp_gateway.certificates import pki

ROOT, STRANGER = pki.Authority(), pki.Authority("Stranger")


@pytest.fixture
def door(start) -> RunningDoor:
    return start()


def trust(door: RunningDoor, roots: str) -> dict[str, str]:
    request = urllib.request.Request(
        f"http://{door.host}/_front_door/trust-store",
        method="PUT",
        data=json.dumps({"roots": roots}).encode(),
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        return json.load(answer)


def client(server: str, folder: Path, issuer: pki.Authority | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=server)
    if issuer:
        key = pki.key()
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        leaf = issuer.leaf(public_key=key.public_key()).public_bytes(Encoding.PEM)
        (folder / "client.pem").write_bytes(private + leaf)
        context.load_cert_chain(folder / "client.pem")
    return context


def handshake(door: RunningDoor, tls: dict[str, str], context: ssl.SSLContext, **headers: str):
    with connect(
        tls["ocpp"] + "CS1",
        ssl=context,
        additional_headers={"Authorization": "allow", **headers},
        open_timeout=PATIENCE_S,
    ):
        return door.note("authorize")["headers"]


def test_a_verified_certificate_reaches_the_authorizer(door, tmp_path):
    tls = trust(door, ROOT.pem)
    headers = handshake(door, tls, client(tls["certificate"], tmp_path, ROOT))
    assert headers["CloudFront-Viewer-Cert-Present"] == "1"
    pem = unquote(headers["CloudFront-Viewer-Cert-Pem"])
    assert x509.load_pem_x509_certificate(pem.encode()).subject == pki.name()
    assert headers["X-Forwarded-Proto"] == "https"


def test_a_client_may_have_none_and_cannot_claim_one(door, tmp_path):
    tls = trust(door, ROOT.pem)
    forged = {"CloudFront-Viewer-Cert-Present": "1", "cloudfront-viewer-cert-pem": "x"}
    headers = handshake(door, tls, client(tls["certificate"], tmp_path, None), **forged)
    assert headers["CloudFront-Viewer-Cert-Present"] == "0"
    assert "cloudfront-viewer-cert-pem" not in {name.lower() for name in headers}


def test_a_strangers_certificate_ends_the_handshake(door, tmp_path):
    tls = trust(door, ROOT.pem)
    with pytest.raises((ssl.SSLError, ConnectionError, WebSocketException)):
        handshake(door, tls, client(tls["certificate"], tmp_path, STRANGER))
    trust(door, STRANGER.pem)
    assert handshake(door, tls, client(tls["certificate"], tmp_path, STRANGER))


def test_without_tls_no_certificate_can_be_claimed(door):
    with door.connect(headers={"CloudFront-Viewer-Cert-Present": "1"}):
        headers = door.note("authorize")["headers"]
    assert headers["CloudFront-Viewer-Cert-Present"] == "0"
    assert headers["X-Forwarded-Proto"] == "http"
