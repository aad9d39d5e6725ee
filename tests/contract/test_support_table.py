"""README.md says which messages are supported, and says it of the routes as they are."""

import pytest

from local.support_table import BEGIN, BLOCKS, END, README, VERSIONS, with_table
from ocpp_gateway.outbound_routes import OUTBOUND
from ocpp_gateway.routes import ROUTES


def test_the_readme_has_the_table_of_today():
    text = README.read_text()
    assert text.count(BEGIN) == text.count(END) == 1
    assert with_table(text) == text, "README.md tells of other routes: run `make readme`"


@pytest.mark.parametrize("version", VERSIONS)
def test_each_message_stands_in_one_block(version):
    column = 1 + VERSIONS.index(version)
    told = [action for block in BLOCKS.values() for action in block[column].split()]
    assert len(told) == len(set(told))
    assert set(told) == ROUTES[version].keys() | OUTBOUND.get(version, {}).keys()
