"""A key handed in as a transparency file: exactly one, and no trick of XML gets through."""

import pytest

from corridor_kernel.problems import Problem
from local.station.meter_keys import new_key
from sessions.domain.ocmf.key import read_key
from sessions.signed.operations import OPERATIONS
from tests.transactions import STATION

pytestmark = pytest.mark.usefixtures("aws")
BOMB = """<?xml version="1.0"?><!DOCTYPE values [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<values><value><publicKey>&c;</publicKey></value></values>"""
EXTERNAL = """<?xml version="1.0"?><!DOCTYPE values [<!ENTITY k SYSTEM "file:///etc/hostname">]>
<values><value><publicKey>&k;</publicKey></value></values>"""


def file(*keys):
    values = "".join(f"<value><publicKey>{key}</publicKey></value>" for key in keys)
    return f'\n<?xml version="1.0" encoding="UTF-8"?>\n<values>{values}</values>\n'


def upload(text):
    return OPERATIONS["register_meter_key"](
        station_id=STATION, evse_id=1, public_key=text, by="Meike"
    )


def refusal(text):
    with pytest.raises(Problem) as refused:
        upload(text)
    assert refused.value.status == 422
    (error,) = refused.value.more["errors"]
    assert error["location"] == "public_key"
    assert OPERATIONS["list_meter_keys"](station_id=STATION, evse_id=1)[1] == {"items": []}
    return error["message"]


def test_the_one_key_of_a_file_is_entered_however_often_it_stands_there():
    der = new_key("secp256r1").der
    status, entered = upload(file(der.hex(), der.hex(" ").upper()))
    assert (status, entered["fingerprint"]) == (201, read_key(der.hex()).fingerprint)


def test_a_file_must_hold_exactly_one_key():
    assert "0 keys" in refusal(file())
    assert "2 keys" in refusal(file(new_key("secp256r1").der.hex(), new_key("secp256r1").der.hex()))
    assert "not a public key" in refusal(file("no key"))


@pytest.mark.parametrize("hostile", [BOMB, EXTERNAL], ids=["bomb", "external entity"])
def test_hostile_xml_is_not_read(hostile):
    assert "no XML that can be read safely" in refusal(hostile)


@pytest.mark.parametrize("broken", ["<", "<values>", "<values/><values/>", "<values>\x00</values>"])
def test_broken_xml_is_told(broken):
    assert "no XML that can be read safely" in refusal(broken)


def test_another_kind_of_xml_is_told():
    assert "<values>" in refusal("<keys/>")
