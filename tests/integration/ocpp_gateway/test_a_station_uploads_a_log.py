"""A log goes from the station into the bucket by the link in GetLog, and out to the operator."""

import json
import urllib.error
import urllib.request

import pytest

from tests.sockets import boot, call, open_socket, register
from tests.waiting import eventually


def put(url: str, body: bytes) -> int:
    request = urllib.request.Request(url, method="PUT", data=body)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status


def get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


def test_a_log_is_asked_for_uploaded_and_read(cloud):
    station_id = register(cloud)
    with open_socket(cloud, station_id) as socket:
        boot(socket)
        asked = cloud.operator("POST", f"/stations/{station_id}/logs", {"type": "SecurityLog"})
        assert asked[0] == 202, asked
        _, call_id, action, payload = json.loads(socket.recv(timeout=60))
        assert (action, payload["requestId"]) == ("GetLog", asked[1]["request_id"])
        socket.send(json.dumps([3, call_id, {"status": "Accepted", "filename": "log.txt"}]))

        def log(want):
            (found,) = cloud.operator("GET", f"/stations/{station_id}/logs")[1]["items"]
            return found if want(found) else None

        told = {"status": "Uploading", "requestId": payload["requestId"]}
        call(socket, "LogStatusNotification", told)
        link = payload["log"]["remoteLocation"]
        assert put(link, b"door opened\n") == 200
        call(socket, "LogStatusNotification", told | {"status": "Uploaded"})
        done = eventually(lambda: log(lambda found: found["answer"] and found["download_url"]))
        assert (done["status"], done["filename"]) == ("Uploaded", "log.txt")
        assert get(done["download_url"]) == b"door opened\n"
        with pytest.raises(urllib.error.HTTPError) as refused:
            get(link)
        with refused.value as answer:
            assert answer.code == 403
