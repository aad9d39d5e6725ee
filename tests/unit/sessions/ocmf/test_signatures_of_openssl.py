"""What OpenSSL signed with throw-away keys: a hand that shares no code with ours."""

import pytest

from sessions.domain.ocmf.key import read_key
from sessions.domain.ocmf.record import read_record
from sessions.domain.ocmf.verdict import State
from sessions.domain.ocmf.verification import verify

PAYLOAD = '{"FV":"1.0","PG":"T1","MS":"1","RD":[]}'
SIGNED = {
    "secp192k1": (
        "3046301006072a8648ce3d020106052b8104001f03320004bade40d51c450ad9ae156f87a74460840024"
        "ac837b1e3db84d235c58cd06b03af75d0e36e3539dab626391c8ddf2161d",
        "3035021900f704b22d56bcc9ee79833863b3752c2822e3b22b4cbda85902186c3a3de343b31cb49e3f44"
        "7cbc261e3b3fdaae8f8a6a96d6",
    ),
    "secp256r1": (
        "3059301306072a8648ce3d020106082a8648ce3d03010703420004d1463767493e80c8227cf9b2edf6b1"
        "5228852d200d9fb2e56cb594017afb014ae2ff127ae0df72611ea8c26b2f3db6c2cabab416c5061d7e0d"
        "90742ec926ee3e",
        "3046022100ee1257f28e7dc98b35babcafe6ed05c0be747aa935cd78ee684c9bd1a5ef50a4022100ecd9"
        "bbd486a1782b79124009860db72321cc8fd7bcc27c37647226c231568e90",
    ),
    "brainpool384r1": (
        "307a301406072a8648ce3d020106092b240303020801010b036200042048086a85548a6e10601cd2a6bf"
        "96dbb34bd00ecc8951077a364492360455fb95d918461614e4e2147c8d57f4d492698085aee8e5840296"
        "66d2a7e6383f48ff376e04bbdcc33e4387b5204c212876fe422891c2c5ae9b46cb71920fe999eeb6",
        "306402300a68ad15819efd0fb9c9842cea2855eb586724ff3f857b237a3906db99408bbb34dff740b0db"
        "c59c9fb9f440718b36cd02303a3debd7fc8aedad4ad71e716c3cf782cf7930b53a105a514758f1d86b22"
        "c30f51b65d7cee327ad8e140172428f27de3",
    ),
}


@pytest.mark.parametrize("curve", SIGNED)
def test_openssl_agrees(curve):
    key, signature = SIGNED[curve]
    section = f'{{"SA":"ECDSA-{curve}-SHA256","SD":"{signature}"}}'
    good = read_record(f"OCMF|{PAYLOAD}|{section}")
    forged = read_record(f"OCMF|{PAYLOAD.replace('T1', 'T2')}|{section}")
    assert verify(good, read_key(key)).state == State.VALID
    assert verify(forged, read_key(key)).state == State.INVALID
