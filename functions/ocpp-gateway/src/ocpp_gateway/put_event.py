"""Write an event to the ledger once, with what belongs to it; both or neither."""

from collections.abc import Callable

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from corridor_aws.tables import transaction
from ocpp_gateway.tables import LedgerTable


def put_event(item: LedgerTable, also: Callable[[TransactWrite], None]) -> LedgerTable | None:
    """The entry that is there already, and then nothing is written. One round trip."""
    try:
        with transaction() as writes:
            is_new = LedgerTable.event.does_not_exist()
            writes.save(item, condition=is_new, return_values="ALL_OLD")
            also(writes)
    except TransactWriteError as error:
        for reason in error.cancellation_reasons:
            if reason and reason.code == "ConditionalCheckFailed" and reason.raw_item:
                return LedgerTable.from_raw_data(reason.raw_item)
        raise
    return None
