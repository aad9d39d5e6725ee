"""Pages that came in any order, any number of times, leave the same gaps (R-EI-4)."""

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from sessions.domain.ocmf.pages import gaps, with_page

NUMBERS = st.lists(st.integers(0, 40), max_size=40)


def of_numbers(numbers):
    return reduce(with_page, numbers, ())


def spread(intervals):
    return [number for first, last in intervals for number in range(first, last + 1)]


@given(NUMBERS)
def test_the_pages_are_those_that_came_and_the_gaps_all_between(numbers):
    pages = of_numbers(numbers)
    assert spread(pages) == sorted(set(numbers))
    all_between = range(min(numbers), max(numbers)) if numbers else []
    assert spread(gaps(pages)) == [number for number in all_between if number not in numbers]


@given(NUMBERS, st.data())
def test_order_and_repeats_change_nothing(numbers, data):
    again = data.draw(st.permutations(numbers + numbers[: len(numbers) // 2]))
    assert of_numbers(again) == of_numbers(numbers)


@given(NUMBERS)
def test_intervals_never_touch(numbers):
    pages = of_numbers(numbers)
    assert all(first <= last for first, last in [*pages, *gaps(pages)])
