"""What one frame costs the frame handler: AWS calls and CPU, without network latency.

Runs as a process of its own (`python -m local.bench.frames FILE`) whose DynamoDB is
`instant_store`, so that CPU is the handler's alone. Writes JSON:
`{frame: {calls: […], cpu_ms: […]}}`.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botocore.httpsession import URLLib3Session

from local.bench.fleet import boot_payload, session_calls

ROUNDS = 120
STATION = "BENCH-0"

_sent: list[str] = []


def count_aws_calls() -> None:
    """Note every HTTP request that botocore sends from now on."""
    send = URLLib3Session.send

    def counted(self: URLLib3Session, request: Any) -> Any:
        _sent.append(str(request.headers.get("X-Amz-Target", request.url)))
        return send(self, request)

    URLLib3Session.send = counted  # type: ignore[method-assign]


def frames() -> Iterator[tuple[str, str]]:
    """Label and text of the frames of a boot and of one session after another."""
    yield "BootNotification", _call("BootNotification", boot_payload())
    for number in range(ROUNDS):
        for action, payload in session_calls(STATION, str(number)):
            kind = payload.get("eventType", "")
            yield f"{action} {kind}".strip(), _call(action, payload)


def _call(action: str, payload: dict[str, Any]) -> str:
    return json.dumps([2, f"{time.perf_counter_ns():x}", action, payload])


def event(text: str) -> dict[str, Any]:
    """The API Gateway event of a frame on `$default`."""
    return {
        "requestContext": {
            "routeKey": "$default",
            "eventType": "MESSAGE",
            "connectionId": "bench=",
            "requestId": "bench",
            "authorizer": {
                "station_id": STATION,
                "site_id": "bench",
                "protocol": "ocpp2.0.1",
                "standing": "Accepted",
            },
        },
        "body": text,
        "isBase64Encoded": False,
    }


def measure() -> dict[str, dict[str, Any]]:
    """AWS calls per frame (the most seen) and CPU milliseconds of each frame, by label."""
    from ocpp_gateway.handlers.on_frame import handler

    count_aws_calls()
    seen: dict[str, dict[str, Any]] = {}
    for label, text in frames():
        _sent.clear()
        before = time.process_time()
        answer = handler(event(text), None)
        cpu_ms = (time.process_time() - before) * 1000
        if not answer.get("body", "").startswith("[3,"):
            raise RuntimeError(f"{label} was refused: {answer}")
        row = seen.setdefault(label, {"calls": [], "cpu_ms": []})
        row["cpu_ms"].append(cpu_ms)
        row["calls"] = max(row["calls"], [call.rpartition(".")[2] for call in _sent], key=len)
    return seen


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(measure()))
