"""One HTTP request to the emulated AWS, sent exactly as given: a signature covers its headers."""

import http.client
from urllib.parse import urlsplit

from local.front_door.http import Headers, Response

_HOP_BY_HOP = {"connection", "content-length", "date", "keep-alive", "transfer-encoding"}
_TIMEOUT_S = 30.0


def send(origin: str, method: str, target: str, headers: Headers, body: bytes) -> Response:
    """What `origin` answers; blocks."""
    place = urlsplit(origin)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=_TIMEOUT_S)
    try:
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders(body or None)
        answer = connection.getresponse()
        kept = tuple((k, v) for k, v in answer.getheaders() if k.lower() not in _HOP_BY_HOP)
        return Response(answer.status, answer.read(), kept)
    finally:
        connection.close()
