"""A firmware image as this station takes it: signed, and with its version in the first line."""

import base64
import binascii

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

_MARK = b"CORRIDOR-FIRMWARE "


def image_of(version: str, content: bytes = b"") -> bytes:
    """An image that installs as `version`."""
    return _MARK + version.encode() + b"\n" + content


def version_in(image: bytes) -> str | None:
    """The version that an image installs as; None if it is no image of ours."""
    first, _, _ = image.partition(b"\n")
    return first.removeprefix(_MARK).decode("ascii", "replace") if _MARK in first else None


def is_certificate(pem: str) -> bool:
    """Whether a signing certificate can be read at all."""
    try:
        x509.load_pem_x509_certificate(pem.encode())
    except ValueError:
        return False
    return True


def is_signed(image: bytes, signature: str, certificate: str) -> bool:
    """Whether the certificate's key made this signature of the image (RSA-PSS or ECDSA)."""
    key = x509.load_pem_x509_certificate(certificate.encode()).public_key()
    try:
        made = base64.b64decode(signature, validate=True)
        if isinstance(key, rsa.RSAPublicKey):
            pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.AUTO)
            key.verify(made, image, pss, hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(made, image, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except (InvalidSignature, binascii.Error):
        return False
    return True
