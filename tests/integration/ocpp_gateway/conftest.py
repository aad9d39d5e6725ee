"""What tests of whole visits share."""

from uuid import uuid4

import pytest


@pytest.fixture
def card(cloud) -> dict[str, str]:
    token = {"uid": f"F{uuid4().hex[:10]}", "type": "ISO14443", "status": "Accepted"}
    status, answer = cloud.operator("POST", "/tokens", token)
    assert status == 201, answer
    return {"id_token": token["uid"], "type": token["type"]}
