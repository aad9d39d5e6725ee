"""Store a CDR and the event that tells of it, unless the session has one."""

import orjson
from pynamodb.exceptions import TransactWriteError

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import is_lost_race, transaction
from corridor_kernel.ocpi.text import dumps
from corridor_kernel.times import from_text
from pricing.domain.basis import Basis, packed
from pricing.domain.cdr import Cdr, cdr_issued, summary
from pricing.domain.cdr_document import document
from pricing.tables import CdrTable


def issue_cdr(cdr: Cdr, basis: Basis) -> CdrTable:
    """The session's CDR as stored: this one, or the one that came first. Raises BasisTooLarge."""
    item = to_item(cdr, basis)
    try:
        with transaction() as writes:
            writes.save(item, condition=CdrTable.cdr_id.does_not_exist())
            writes.save(outbox_item(cdr_issued(cdr)))
    except TransactWriteError as error:
        if is_lost_race(error):
            return CdrTable.get(cdr.id, consistent_read=True)
        raise
    return item


def to_item(cdr: Cdr, basis: Basis) -> CdrTable:
    return CdrTable(
        cdr.id,
        session_id=cdr.facts.session_id,
        station_id=cdr.facts.station_id,
        started_at=cdr.facts.started_at,
        energy_wh=cdr.facts.energy_wh,
        registered_wh=cdr.facts.registered_wh,
        told_end=from_text(basis.facts["ended_at"]),
        number=cdr.number,
        basis=packed(basis),
        summary=orjson.dumps(summary(cdr)).decode(),
        document=dumps(document(cdr)),
    )
