"""Look at a campaign's firmware before any station does: its certificate, its signature."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from corridor_kernel.ocpp.firmware import CampaignState
from ocpp_gateway.domain.firmware_campaign import OPEN
from ocpp_gateway.firmware import files
from ocpp_gateway.firmware.campaign_items import campaign_of
from ocpp_gateway.firmware.change_campaign import change_campaign
from ocpp_gateway.tables import CampaignTable


def check_firmware(campaign_id: str, now: datetime) -> None:
    """The campaign runs, or is Refused with its fault. The image is looked at if it is ours.

    A machine that is started anew looks again: nothing gets around the check.
    """
    firmware = campaign_of(campaign_id).content["firmware"]
    fault = find_fault(firmware, now)
    if fault is None:
        change_campaign(campaign_id, [CampaignState.CHECKING], CampaignState.RUNNING, now)
        return
    note = CampaignTable.fault.set(fault)
    change_campaign(campaign_id, OPEN, CampaignState.REFUSED, now, note)


def find_fault(firmware: Mapping[str, Any], now: datetime) -> str | None:
    """Why stations would refuse this firmware, or None."""
    try:
        certificate = x509.load_pem_x509_certificate(firmware["signing_certificate"].encode())
    except ValueError:
        return "The signing certificate cannot be read."
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        return "The signing certificate is not valid now."
    try:
        signature = base64.b64decode(firmware["signature"], validate=True)
    except binascii.Error:
        return "The signature is not Base64."
    key = _key_of(certificate)
    if key is None:
        return "The signing certificate's key is neither RSA nor of an elliptic curve."
    return _image_fault(firmware["image"], key, signature) if firmware["image"] else None


def _key_of(certificate: x509.Certificate) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey | None:
    try:
        key = certificate.public_key()
    except UnsupportedAlgorithm:
        return None
    return key if isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) else None


def _image_fault(
    image: str, key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, signature: bytes
) -> str | None:
    digest = hashes.Hash(hashes.SHA256())
    chunks = files.chunks(image)
    if chunks is None:
        return "The image is not in our bucket."
    for chunk in chunks:
        digest.update(chunk)
    try:
        _verify(key, signature, digest.finalize())
    except InvalidSignature:
        return "The signature is not of this image and certificate."
    return None


def _verify(
    key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, signature: bytes, digest: bytes
) -> None:
    """RSA-PSS or ECDSA, each with SHA-256; InvalidSignature."""
    hashed = Prehashed(hashes.SHA256())
    if isinstance(key, rsa.RSAPublicKey):
        pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.AUTO)
        key.verify(signature, digest, pss, hashed)
    else:
        key.verify(signature, digest, ec.ECDSA(hashed))
