"""Pages of one meter's counter (R-EI-4)."""

from functools import reduce

import pytest

from sessions.domain.ocmf.pages import gaps, with_page


def of_numbers(numbers):
    return reduce(with_page, numbers, ())


@pytest.mark.parametrize(
    ("numbers", "pages", "missing"),
    [
        ([], (), ()),
        ([7], ((7, 7),), ()),
        ([7, 7], ((7, 7),), ()),
        ([7, 8, 9], ((7, 9),), ()),
        ([9, 7, 8], ((7, 9),), ()),
        ([7, 9], ((7, 7), (9, 9)), ((8, 8),)),
        ([20, 7, 9, 8], ((7, 9), (20, 20)), ((10, 19),)),
        ([0, 10**17], ((0, 0), (10**17, 10**17)), ((1, 10**17 - 1),)),
    ],
)
def test_pages_and_gaps(numbers, pages, missing):
    assert of_numbers(numbers) == pages
    assert gaps(pages) == missing


def test_a_late_page_closes_its_gap():
    pages = of_numbers([1, 2, 4, 5])
    assert with_page(pages, 3) == ((1, 5),)
