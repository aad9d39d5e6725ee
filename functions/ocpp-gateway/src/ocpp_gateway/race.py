"""Transactions that several invocations may try at once, and one wins."""

from collections.abc import Callable

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from corridor_aws.tables import is_condition_failure, transaction


def won(write: Callable[[TransactWrite], None]) -> bool:
    """Whether the transaction went through; False if one of its conditions did not hold."""
    try:
        with transaction() as items:
            write(items)
    except TransactWriteError as error:
        if is_condition_failure(error):
            return False
        raise
    return True
