"""Station passwords: kept as salted scrypt hashes only (R-RPC-14)."""

import base64
import hashlib
import hmac
import re

# 4 MB and about 10 ms. A station password is a random key of at least 16 characters, so this
# guards against a leaked table, and 340 stations can still connect within seconds. The numbers
# stand in each hash: raising them here leaves older hashes valid.
_N, _R, _P = 2**12, 8, 1
SALT_BYTES = 16

_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")


def spelling(password: bytes) -> str:
    """The one text that a password is hashed as; empty if it is none.

    Stations of 1.6 send their AuthorizationKey as hex of either case, or as the bytes it stands
    for (ocpp.md §5.1): all are the same key.
    """
    try:
        text = password.decode()
    except UnicodeDecodeError:
        text = ""
    if not text.isprintable() or not text:
        return password.hex()
    return text.lower() if _HEX.fullmatch(text) else text


def hash_password(password: str, salt: bytes) -> str:
    """`scrypt$n$r$p$<salt>$<hash>`; the salt is 16 random bytes of the caller's."""
    hashed = _scrypt(password, salt, _N, _R, _P)
    return f"scrypt${_N}${_R}${_P}${_text(salt)}${_text(hashed)}"


def matches(password: str, stored: str) -> bool:
    """Whether `password` is the one that `stored` was made of; takes the same time if not."""
    _, n, r, p, salt, hashed = stored.split("$")
    tried = _scrypt(password, base64.b64decode(salt), int(n), int(r), int(p))
    return hmac.compare_digest(tried, base64.b64decode(hashed))


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    memory = 128 * r * (n + p + 2)
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=2 * memory, dklen=32)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
