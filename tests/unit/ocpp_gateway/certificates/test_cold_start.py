"""What reads certificates is heavy: only those functions pay for it that need it at once."""

import os
import subprocess
import sys

import pytest

# Not `cryptography` itself: botocore imports it where pyOpenSSL happens to be installed.
OURS = "ocpp_gateway.domain.x509"
CODE = "import sys, ocpp_gateway.handlers.{}; sys.exit({!r} in sys.modules)"


@pytest.mark.parametrize(
    "handler",
    [
        "authorize_connection",
        "on_call_finished",
        "on_connect",
        "on_deadline",
        "on_disconnect",
        "on_frame",
        "send_station_call",
    ],
)
def test_no_frame_waits_for_cryptography(handler):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    code = CODE.format(handler, OURS)
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
