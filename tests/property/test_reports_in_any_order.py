"""Pages and tellings in any order, as often as they like: the same is known in the end."""

import random

from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.domain.customer_information import with_text
from ocpp_gateway.domain.paged_reports import page_of, with_page
from ocpp_gateway.domain.reservations import ended, reserved


def pages(count: int) -> list[dict]:
    return [
        {"requestId": 1, "seqNo": n, "tbc": n + 1 < count, "data": f"<{n}>"} for n in range(count)
    ]


@st.composite
def tellings(draw, least: int = 1):
    """All pages of a report, some of them more than once, in any order; and how many there are."""
    count = draw(st.integers(least, 12))
    extra = draw(st.lists(st.integers(0, count - 1), max_size=10))
    order = [*range(count), *extra]
    random.Random(draw(st.integers())).shuffle(order)
    return [pages(count)[n] for n in order], count


@given(tellings())
def test_a_report_is_complete_once_all_its_pages_are_there(told):
    payloads, count = told
    report = None
    for place, payload in enumerate(payloads, 1):
        report = with_page(report, page_of("NotifyReport", payload))
        seen = {one["seqNo"] for one in payloads[:place]}
        assert report["complete"] == (len(seen) == count)
    assert report["pages"] == list(range(count))


@given(tellings(least=2))
def test_a_text_is_its_pages_in_their_order(told):
    payloads, count = told
    information = None
    for payload in payloads:
        page = page_of("NotifyCustomerInformation", payload)
        information = with_text(information, page, payload["data"]) or information
    assert information["text"] == "".join(f"<{n}>" for n in range(count))


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("reserve"), st.sampled_from(["Accepted", "Occupied"])),
        st.tuples(st.just("end"), st.sampled_from(["Expired", "Removed", "Cancelled", "Used"])),
    ),
    min_size=1,
    max_size=5,
)


@given(EVENTS, st.data())
def test_telling_all_of_a_reservation_again_changes_nothing(events, data):
    """The stream and the station repeat what they told; nothing that is over comes back."""
    steps = [(f"2026-11-22T14:0{n}:00.000Z", f"c{n}", *event) for n, event in enumerate(events)]
    reservation = None
    for step in steps:
        reservation = told_again(reservation, step)
    for step in data.draw(st.lists(st.sampled_from(steps), max_size=8)):
        assert told_again(reservation, step) == reservation


def told_again(before, step):
    at, call_id, what, status = step
    if what == "reserve":
        return reserved(before, {"id": 5}, status, call_id, at) or before
    return ended(before, 5, status, at) or before
