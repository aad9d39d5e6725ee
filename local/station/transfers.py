"""Files over HTTP, as a station fetches firmware and delivers logs."""

import asyncio
import urllib.error
import urllib.request

TIMEOUT_S = 30.0


class TransferFailed(Exception):
    """No file came or went; `status` is the HTTP status, None if there was no answer."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


async def download(url: str) -> bytes:
    """The bytes at a URL; raises TransferFailed."""
    return await asyncio.to_thread(_ask, "GET", url, None)


async def upload(url: str, content: bytes) -> None:
    """PUT to a URL; raises TransferFailed."""
    await asyncio.to_thread(_ask, "PUT", url, content)


def _ask(method: str, url: str, content: bytes | None) -> bytes:
    try:
        request = urllib.request.Request(url, method=method, data=content)
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            received: bytes = answer.read()
            return received
    except urllib.error.HTTPError as refusal:
        with refusal:
            raise TransferFailed(str(refusal), refusal.code) from None
    except (OSError, ValueError) as failure:
        raise TransferFailed(str(failure)) from None
