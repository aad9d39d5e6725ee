"""Any order and any repetition of status notifications tells the same of an update."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.domain.progress import (
    FIRMWARE_PUBLICATION,
    FIRMWARE_UPDATE,
    LOG_UPLOAD,
    with_status,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def told(process, statuses):
    content: dict = {}
    for status, second in statuses:
        content = with_status(process, content, status, NOON + timedelta(seconds=second))
    return content


@pytest.mark.parametrize("process", [FIRMWARE_UPDATE, FIRMWARE_PUBLICATION, LOG_UPLOAD])
@given(data=st.data())
def test_order_and_repetition_play_no_part(process, data):
    words = [status for group in process.steps for status in group]
    one = st.tuples(st.sampled_from([*words, "Vendor"]), st.integers(0, 9))
    said = data.draw(st.lists(one, min_size=1, max_size=12))
    repeats = data.draw(st.lists(st.sampled_from(said), max_size=6))
    shuffled = data.draw(st.permutations(said + repeats))
    assert told(process, shuffled) == told(process, said)


@pytest.mark.parametrize("process", [FIRMWARE_UPDATE, FIRMWARE_PUBLICATION, LOG_UPLOAD])
@given(data=st.data())
def test_an_end_is_an_end(process, data):
    words = [status for group in process.steps for status in group if status not in process.ends]
    before, after = data.draw(st.lists(st.sampled_from(words))), data.draw(st.sampled_from(words))
    end = data.draw(st.sampled_from(sorted(process.ends)))
    content = told(process, [(status, 0) for status in (*before, end, after)])
    assert (content["status"], content["ended"]) == (end, True)
