"""Updates, publications and logs: real files over real HTTP, and every way in which they fail."""

import base64
import hashlib
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from ocpp.v201 import call

from local.station.firmware_image import image_of
from local.station.token import IdToken
from local.station.vehicle import Vehicle
from tests.unit.station.waiting import until

IMAGE = image_of("1.1.0", b"\0" * 5000)
KEY = ec.generate_private_key(ec.SECP256R1())
GOOD = ["Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting"]


def certificate() -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Manufacturer")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, KEY.public_key(), 1)
    builder = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1))
    return builder.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


CERTIFICATE = certificate()
SIGNATURE = base64.b64encode(KEY.sign(IMAGE, ec.ECDSA(hashes.SHA256()))).decode()


class Files(BaseHTTPRequestHandler):
    """GET /image is the image, PUT /forbidden is refused, any other PUT is kept."""

    kept: dict[str, bytes] = {}  # noqa: RUF012

    def do_GET(self):
        self._answer(200 if self.path == "/image" else 404, IMAGE)

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/forbidden":
            return self._answer(403)
        self.kept[self.path] = body
        return self._answer(200)

    def _answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def files():
    """The origin of a small file server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Files) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def update(location, request_id=7, **more):
    firmware = {
        "location": location,
        "retrieve_date_time": "2026-01-01T00:00:00Z",
        "signature": SIGNATURE,
        "signing_certificate": CERTIFICATE,
    }
    return call.UpdateFirmware(request_id=request_id, firmware=firmware | more)


def statuses(csms, action="FirmwareStatusNotification"):
    return [message["status"] for name, message in csms.heard if name == action]


def security_events(csms):
    return [what["type"] for name, what in csms.heard if name == "SecurityEventNotification"]


@asynccontextmanager
async def updating(csms, station, request):
    await station.registration.accepted.wait()
    answer = await csms.tell(request)
    yield answer.status


def test_a_good_firmware_is_fetched_verified_installed_and_booted(play, files):
    async def scene(csms, station):
        async with updating(csms, station, update(f"{files}/image")) as status:
            assert status == "Accepted"
            await until(lambda: "Installed" in statuses(csms))

    csms = play(scene)
    assert statuses(csms) == [*GOOD, "Installed"]
    assert [what for name, what in csms.heard if name == "BootNotification"][1:] == [
        "FirmwareUpdate"
    ]
    assert '"firmwareVersion":"1.1.0"' in "".join(csms.frames).replace(" ", "")


@pytest.mark.parametrize(
    ("fails_with", "before"),
    [
        ("DownloadFailed", 1),
        ("InvalidSignature", 2),
        ("InstallVerificationFailed", 4),
        ("InstallationFailed", 4),
    ],
)
def test_it_fails_at_each_step_when_it_is_to(play, files, fails_with, before):
    events = ["InvalidFirmwareSignature"] if fails_with == "InvalidSignature" else []

    async def scene(csms, station):
        station.firmware.fails_with = fails_with
        async with updating(csms, station, update(f"{files}/image")):
            await until(lambda: fails_with in statuses(csms))
            await until(lambda: security_events(csms) == events)

    assert statuses(play(scene)) == [*GOOD[:before], fails_with]


def test_a_signature_of_something_else_is_found_out(play, files):
    wrong = base64.b64encode(KEY.sign(b"x", ec.ECDSA(hashes.SHA256()))).decode()

    async def scene(csms, station):
        async with updating(csms, station, update(f"{files}/image", signature=wrong)):
            await until(lambda: "InvalidSignature" in statuses(csms))

    play(scene)


def test_a_download_is_tried_as_often_as_asked(play, files):
    async def scene(csms, station):
        request = update(f"{files}/none")
        request.retries, request.retry_interval = 2, 0
        async with updating(csms, station, request):
            await until(lambda: "DownloadFailed" in statuses(csms))

    assert statuses(play(scene)) == ["Downloading"] * 3 + ["DownloadFailed"]


@pytest.mark.parametrize("refuses", ["Rejected", "RevokedCertificate"])
def test_it_refuses_when_it_is_to(play, files, refuses):
    async def scene(csms, station):
        station.firmware.refuses = refuses
        async with updating(csms, station, update(f"{files}/image")) as status:
            assert status == refuses

    assert statuses(play(scene)) == []


def test_a_certificate_that_is_none_is_refused(play, files):
    async def scene(csms, station):
        request = update(f"{files}/image", signing_certificate="PEM")
        async with updating(csms, station, request) as status:
            assert status == "InvalidCertificate"

    play(scene)


def test_a_charge_is_waited_for(play, files):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        evse = station.evses[1]
        evse.plug_in(Vehicle())
        await evse.present(IdToken("CARD", "ISO14443"))
        await csms.tell(update(f"{files}/image"))
        await until(lambda: "InstallScheduled" in statuses(csms))
        assert "Installing" not in statuses(csms)
        evse.unplug()
        await until(lambda: "Installed" in statuses(csms))

    play(scene)


def test_a_trigger_tells_again_how_far_it_is(play, files):
    async def scene(csms, station):
        later = datetime.now(UTC) + timedelta(hours=1)
        async with updating(
            csms, station, update(f"{files}/image", 6, retrieve_date_time=later.isoformat())
        ):
            await until(lambda: "DownloadScheduled" in statuses(csms))
        await csms.tell(call.TriggerMessage("FirmwareStatusNotification"))
        await until(lambda: len(statuses(csms)) == 2)

    told = [what for action, what in play(scene).heard if action == "FirmwareStatusNotification"]
    assert told == [{"status": "DownloadScheduled", "request_id": 6}] * 2


def test_a_second_update_cancels_the_first(play, files):
    async def scene(csms, station):
        later = datetime.now(UTC) + timedelta(hours=1)
        first = update(f"{files}/image", 6, retrieve_date_time=later.isoformat())
        async with updating(csms, station, first):
            await until(lambda: "DownloadScheduled" in statuses(csms))
        async with updating(csms, station, update(f"{files}/image")) as status:
            assert status == "AcceptedCanceled"
            await until(lambda: "Installed" in statuses(csms))

    assert statuses(play(scene)) == ["DownloadScheduled", *GOOD, "Installed"]


def test_an_update_that_was_told_to_be_over_is_not_cancelled(play, files):
    async def scene(csms, station):
        async with updating(csms, station, update(f"{files}/image", 6)):
            await until(lambda: "Installed" in statuses(csms))
        async with updating(csms, station, update(f"{files}/none")) as status:
            assert status == "Accepted"
            await until(lambda: "DownloadFailed" in statuses(csms))
        await csms.tell(call.TriggerMessage("FirmwareStatusNotification"))
        await until(lambda: "Idle" in statuses(csms))

    expected = [*GOOD, "Installed", "Downloading", "DownloadFailed", "Idle"]
    assert statuses(play(scene)) == expected


def test_a_log_that_was_told_to_be_there_is_not_cancelled(play, files):
    def told(csms):
        return statuses(csms, "LogStatusNotification")

    async def upload(csms, number):
        log = {"remote_location": f"{files}/log"}
        request = call.GetLog(log=log, log_type="SecurityLog", request_id=number)
        assert (await csms.tell(request)).status == "Accepted"
        await until(lambda: told(csms).count("Uploaded") == number)

    async def scene(csms, station):
        await station.registration.accepted.wait()
        await upload(csms, 1)
        await upload(csms, 2)
        await csms.tell(call.TriggerMessage("LogStatusNotification"))
        await until(lambda: "Idle" in told(csms))

    assert told(play(scene)) == ["Uploading", "Uploaded"] * 2 + ["Idle"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/log", "Uploaded"),
        ("/forbidden", "PermissionDenied"),
        ("ftp://x/y", "NotSupportedOperation"),
        ("http://127.0.0.1:1/x", "UploadFailure"),
    ],
)
def test_a_log_is_put_where_it_is_to(play, files, path, status):
    location = files + path if path.startswith("/") else path

    async def scene(csms, station):
        await station.registration.accepted.wait()
        log = {"remote_location": location}
        request = call.GetLog(log=log, log_type="SecurityLog", request_id=9)
        answer = await csms.tell(request)
        assert (answer.status, answer.filename) == ("Accepted", "SecurityLog-9.txt")
        await until(lambda: len(statuses(csms, "LogStatusNotification")) == 2)

    assert statuses(play(scene), "LogStatusNotification") == ["Uploading", status]
    if status == "Uploaded":
        assert Files.kept["/log"].startswith(b"CS/1 SecurityLog")


@pytest.mark.parametrize("good", [True, False])
def test_a_local_controller_publishes_what_has_the_right_sum(play, files, good):
    checksum = hashlib.md5(IMAGE if good else b"", usedforsecurity=False).hexdigest()

    async def scene(csms, station):
        await station.registration.accepted.wait()
        request = call.PublishFirmware(f"{files}/image", checksum, 3)
        assert (await csms.tell(request)).status == "Accepted"
        await until(lambda: len(statuses(csms, "PublishFirmwareStatusNotification")) == 3 + good)
        removed = await csms.tell(call.UnpublishFirmware(checksum))
        assert removed.status == ("Unpublished" if good else "NoFirmware")

    told = statuses(play(scene), "PublishFirmwareStatusNotification")
    assert told[2:] == (["ChecksumVerified", "Published"] if good else ["InvalidChecksum"])
