"""Passwords that nobody sees, certificates of our own authority, and no way back (R-RPC-14)."""

import asyncio
import base64
import json
import ssl
import time
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import connect

from local.station.config import Config
from local.station.link import Credentials
from local.station.station import Station
from tests.sockets import PASSWORD, open_socket, register
from tests.unit.ocpp_gateway.certificates import pki

QUICK = {"RetryBackOffWaitMinimum": 0, "RetryBackOffRandomRange": 0}
PATIENCE_S = 60


def until(condition: Callable[[], Any]) -> Any:
    """What the condition gives once it gives something."""
    deadline = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.1)
    return found


async def eventually(condition: Callable[[], Any]) -> Any:
    return await asyncio.to_thread(until, condition)


def ask(cloud: Any, method: str, path: str, content: Any = None) -> Any:
    status, body = cloud.operator(method, path, content)
    assert status < 300, body
    return body


def opens(cloud: Any, station_id: str, password: str = PASSWORD, **how: Any) -> bool:
    pair = base64.b64encode(f"{station_id}:{password}".encode()).decode()
    url = how.pop("url", cloud.ocpp)
    headers = {"Authorization": f"Basic {pair}"} if password else {}
    try:
        with connect(
            url + station_id,
            subprotocols=["ocpp2.0.1"],  # type: ignore[list-item]
            additional_headers=headers,
            open_timeout=PATIENCE_S,
            **how,
        ):
            return True
    except InvalidStatus as refusal:
        if refusal.response.status_code != 401:
            raise
        return False


def outcome(cloud: Any, station_id: str, call_id: str) -> Any:
    return ask(cloud, "GET", f"/stations/{station_id}/calls/{call_id}")["outcome"]


def test_a_station_takes_a_new_password(cloud):
    station_id = register(cloud)

    async def play() -> str:
        config = Config(Credentials(station_id, PASSWORD, cloud.ocpp), variables=QUICK)
        async with Station(config) as station:
            await eventually(lambda: station.is_online)
            call = ask(cloud, "POST", f"/stations/{station_id}/password-rotation")
            await eventually(lambda: outcome(cloud, station_id, call["call_id"]))
            password = station.credentials.password
            shown = ask(cloud, "GET", f"/stations/{station_id}/calls/{call['call_id']}")
            assert password not in json.dumps(shown)
            station.go_offline()
            await eventually(lambda: not station.is_online)
            station.come_back()
            await eventually(lambda: station.is_online)
            return password

    password = asyncio.run(play())
    assert password != PASSWORD
    assert opens(cloud, station_id, password)
    assert not opens(cloud, station_id)


def test_a_lost_answer_leaves_both_passwords_until_one_is_used(cloud):
    station_id = register(cloud)
    with open_socket(cloud, station_id) as socket:
        ask(cloud, "POST", f"/stations/{station_id}/password-rotation")
        frame = json.loads(socket.recv(timeout=PATIENCE_S))
    (datum,) = frame[3]["setVariableData"]
    assert datum["variable"] == {"name": "BasicAuthPassword"}
    assert not opens(cloud, station_id, "some other long password")
    assert opens(cloud, station_id, datum["attributeValue"])
    assert not opens(cloud, station_id)


def trust_authority(cloud: Any) -> dict[str, str]:
    """Have the edge vouch for whom our authority signed; where and whom TLS is."""
    root = until(
        lambda: next(
            (
                root["certificate"]
                for root in ask(cloud, "GET", "/roots")["items"]
                if root["certificate_type"] == "Authority"
            ),
            None,
        )
    )
    status, tls = cloud.front_door("PUT", "trust-store", {"roots": root})
    assert status == 200
    return tls


def profile(cloud: Any, station_id: str) -> int:
    return ask(cloud, "GET", f"/stations/{station_id}")["security_profile"]


async def certify(cloud: Any, station: Station) -> None:
    await eventually(lambda: station.registration.accepted.is_set())
    trigger = {"requestedMessage": "SignChargingStationCertificate"}
    content = {"action": "TriggerMessage", "payload": trigger}
    ask(cloud, "POST", f"/stations/{station.id}/calls", content)
    await eventually(lambda: "ChargingStationCertificate" in station.security.chains)


def context_of(station: Station, tls: dict[str, str]) -> ssl.SSLContext:
    """What the station would show."""
    shown = station.security.credentials(Credentials(station.id, "", tls["ocpp"]), 3)
    assert shown.tls is not None
    return shown.tls


def test_a_station_reaches_profile_3_and_never_comes_back(cloud):
    first, second = register(cloud), register(cloud)
    server: dict[str, str] = {}

    def config(station_id: str) -> Config:
        credentials = Credentials(station_id, PASSWORD, cloud.ocpp)
        return Config(credentials, variables=QUICK, server_root=lambda: server["certificate"])

    async def play() -> None:
        async with Station(config(first)) as station, Station(config(second)) as other:
            await certify(cloud, station)
            await certify(cloud, other)
            server.update(await asyncio.to_thread(trust_authority, cloud))
            wanted = {"profile": 3, "url": server["ocpp"]}
            ask(cloud, "PUT", f"/stations/{first}/security-profile", wanted)
            await eventually(lambda: profile(cloud, first) == 3)
            await eventually(lambda: station.is_online)
            assert station.model.text("SecurityProfile") == "3"
            await asyncio.to_thread(check, station, other)

    def check(station: Station, other: Station) -> None:
        tls = server["ocpp"]
        trusting = ssl.create_default_context(cadata=server["certificate"])
        assert not opens(cloud, first)
        assert not opens(cloud, first, url=tls, ssl=trusting)
        assert not opens(cloud, first, "", url=tls, ssl=context_of(other, server))
        assert opens(cloud, first, "", url=tls, ssl=context_of(station, server))
        status, _ = cloud.operator(
            "PUT", f"/stations/{first}/security-profile", {"profile": 2, "url": tls}
        )
        assert status == 409
        revoke(station)
        assert not opens(cloud, first, "", url=tls, ssl=context_of(station, server))
        with pytest.raises((ssl.SSLError, WebSocketException, ConnectionError)):
            opens(cloud, first, "", url=tls, ssl=foreign())

    def revoke(station: Station) -> None:
        (installed,) = (
            record["content"]
            for record in ask(cloud, "GET", f"/stations/{first}/records/certificate")["items"]
            if record["content"]["certificateType"] == "ChargingStationCertificate"
        )
        assert installed["status"] == "Installed"
        ask(cloud, "POST", f"/stations/{first}/revocations", {"sha256": installed["sha256"]})

    def foreign() -> ssl.SSLContext:
        key, authority = pki.key(), pki.Authority()
        leaf = authority.leaf(pki.name(first), public_key=key.public_key())
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path = cloud.directory / "foreign.pem"
        path.write_bytes(private + pki.pem(leaf).encode())
        context = ssl.create_default_context(cadata=server["certificate"])
        context.load_cert_chain(path)
        return context

    asyncio.run(play())
