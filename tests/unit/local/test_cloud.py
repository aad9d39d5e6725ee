"""The directory of a local cloud."""

import socket
import stat

from local.cloud import Cloud


def test_ports_are_kept_as_long_as_they_are_free(tmp_path):
    cloud = Cloud(tmp_path)
    cloud.choose_ports()
    before = (cloud.emulator_port, cloud.front_door_port)
    cloud.choose_ports()
    assert (cloud.emulator_port, cloud.front_door_port) == before
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", before[1]))
        taken.listen()
        cloud.choose_ports()
    assert cloud.emulator_port == before[0]
    assert cloud.front_door_port != before[1]


def test_endpoints_carry_a_new_token_each_time(tmp_path):
    cloud = Cloud(tmp_path)
    cloud.choose_ports()
    one, two = cloud.new_endpoints(), cloud.new_endpoints()
    assert one["ocpp"] == f"ws://127.0.0.1:{cloud.front_door_port}/ocpp/"
    assert one["operator_token"] != two["operator_token"]


def test_files_are_for_their_owner_alone(tmp_path):
    cloud = Cloud(tmp_path / "new")
    cloud.write("endpoints.json", {"a": "b"})
    assert stat.S_IMODE(cloud.endpoints_file.stat().st_mode) == 0o600
    assert cloud.read("endpoints.json") == {"a": "b"}
