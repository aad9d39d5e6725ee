"""Which pages of a meter's counter are stored, and the gaps between them (R-EI-4).

Each (meter, context) counts for itself, +1 per record, over all its transactions.
"""

from itertools import pairwise

from sessions.domain.registers import Intervals, joined


def with_page(pages: Intervals, number: int) -> Intervals:
    """The pages and one more; whatever the order and however often, the same pages come out."""
    return joined(pages, ((number, number),))


def gaps(pages: Intervals) -> Intervals:
    """What is missing between the first page that we have and the last one."""
    return tuple((last + 1, first - 1) for (_, last), (first, _) in pairwise(pages))
