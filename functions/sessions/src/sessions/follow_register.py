"""Follow the register of an EVSE from session to session, in the order of their starts."""

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import is_condition_failure
from corridor_kernel.units import Wh
from sessions.domain.register_span import Span, flag_of, leap, leaps
from sessions.tables import RETENTION, RegisterItem, SessionItem


def follow_register(span: Span) -> None:
    """Note a session's registers and compare them with both neighbours', whoever came first.

    Each of two sessions that are noted at once sees the other: both write before they look. One
    that comes late, between two that were compared, takes the flag of the later back.
    """
    _item(span).save()
    before = _neighbour(span, RegisterItem.place < _place(span), forward=False)
    after = _neighbour(span, RegisterItem.place > _place(span), forward=True)
    if before:
        _compare(before, span)
    if after:
        _compare(span, after)


def _compare(earlier: Span, later: Span) -> None:
    for event in leaps(earlier, later):
        outbox_item(event).save()
    flag, known = flag_of(leap(earlier, later)), SessionItem.register_flag
    change: Action = known.set(flag) if flag else known.remove()
    is_other = known.does_not_exist() | (known != flag) if flag else known.exists()
    try:
        SessionItem(later.session_id).update(
            actions=[change, SessionItem.version.add(1)],
            condition=SessionItem.session_id.exists() & is_other,
        )
    except UpdateError as error:
        if not is_condition_failure(error):
            raise


def _neighbour(span: Span, place: Condition, *, forward: bool) -> Span | None:
    found = RegisterItem.query(
        _evse(span), place, scan_index_forward=forward, limit=1, consistent_read=True
    )
    return next((_span(item, span) for item in found), None)


def _span(item: RegisterItem, beside: Span) -> Span:
    begin, end = item.begin_wh, item.end_wh
    return Span(
        session_id=item.session_id,
        station_id=beside.station_id,
        evse_id=beside.evse_id,
        started_at=item.started_at,
        begin_wh=None if begin is None else Wh(begin),
        end_wh=None if end is None else Wh(end),
    )


def _item(span: Span) -> RegisterItem:
    return RegisterItem(
        _evse(span),
        _place(span),
        session_id=span.session_id,
        started_at=span.started_at,
        begin_wh=span.begin_wh,
        end_wh=span.end_wh,
        expires_at=RETENTION,
    )


def _evse(span: Span) -> str:
    return f"{span.station_id}#{span.evse_id}"


def _place(span: Span) -> str:
    return f"{span.started_at}#{span.session_id}"
