"""Which pages of a meter's counter are stored: intervals, and the gaps between them (R-EI-4).

Each (meter, context) counts for itself, +1 per record, over all its transactions.
"""

from bisect import bisect_right
from itertools import pairwise

Interval = tuple[int, int]
"""First and last page, both included."""

Pages = tuple[Interval, ...]
"""Rising, with at least one page missing between two of them."""


def with_page(pages: Pages, number: int) -> Pages:
    """The pages and one more; whatever the order and however often, the same pages come out."""
    index = bisect_right(pages, number, key=lambda interval: interval[0])
    before, after = pages[:index], pages[index:]
    first = last = number
    if before and before[-1][1] >= number - 1:
        first, last = before[-1][0], max(before[-1][1], number)
        before = before[:-1]
    if after and after[0][0] == last + 1:
        last = after[0][1]
        after = after[1:]
    return (*before, (first, last), *after)


def gaps(pages: Pages) -> Pages:
    """What is missing between the first page that we have and the last one."""
    return tuple((last + 1, first - 1) for (_, last), (first, _) in pairwise(pages))
