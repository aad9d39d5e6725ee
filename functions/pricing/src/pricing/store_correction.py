"""Write a credit CDR, the CDR that replaces the credited one, and the events: all or nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import transaction
from corridor_kernel.ocpi.text import dumps, loads
from pricing.domain.basis import Basis
from pricing.domain.cdr import Cdr, cdr_issued, summary
from pricing.domain.correction import Correction
from pricing.domain.credit import cdr_credited, credit_document, credit_id, credit_summary
from pricing.issue_cdr import to_item
from pricing.tables import CdrTable

Fresh = tuple[Cdr, Basis]


def store_correction(
    item: CdrTable, correction: Correction, fresh: Fresh | None, now: datetime
) -> CdrTable:
    """The credit CDR; raises as is_lost_race knows if the CDR is credited already."""
    replacement = summary(fresh[0]) if fresh else None
    credit = _credit(item, correction, replacement, now)
    news = cdr_credited(
        orjson.loads(credit.summary),
        correction,
        int(item.number) + 1,
        _billed(fresh[0], replacement) if fresh and replacement else None,
        now,
    )
    with transaction() as writes:
        writes.save(credit, condition=CdrTable.cdr_id.does_not_exist())
        writes.save(outbox_item(news))
        if fresh:
            writes.save(to_item(*fresh), condition=CdrTable.cdr_id.does_not_exist())
            writes.save(outbox_item(cdr_issued(fresh[0])))
    return credit


def _credit(
    item: CdrTable,
    correction: Correction,
    replacement: Mapping[str, Any] | None,
    now: datetime,
) -> CdrTable:
    said = {
        "reason": correction.reason,
        "by": correction.by,
        "corrections": dict(correction.corrections),
    }
    return CdrTable(
        credit_id(item.cdr_id),
        session_id=item.session_id,
        station_id=item.station_id,
        started_at=item.started_at,
        energy_wh=item.energy_wh,
        registered_wh=item.registered_wh,
        told_end=item.told_end,
        correction=orjson.dumps({"said": said, "replacement": replacement}).decode(),
        summary=orjson.dumps(credit_summary(orjson.loads(item.summary))).decode(),
        document=dumps(credit_document(loads(item.document), now)),
    )


def _billed(cdr: Cdr, replacement: Mapping[str, Any]) -> dict[str, str]:
    """What sessions shows of the CDR that counts now."""
    paid = {name: replacement[name] for name in ("cdr_id", "total_excl_vat", "total_incl_vat")}
    return paid | {"registered_wh": format(cdr.facts.registered_wh, "f")}
