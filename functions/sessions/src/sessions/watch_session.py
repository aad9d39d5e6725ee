"""Look whether a transaction that has not ended still lives at its station (R-TX-5).

Silence says something only while the station is connected: what it has to tell may wait behind a
lost link for days. An hour that a disconnection interrupts begins again.
"""

from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from corridor_aws.tables import is_condition_failure
from corridor_kernel.times import to_text
from sessions.advance_session import advance_session
from sessions.ask_status import ask_status
from sessions.change_session import change_session
from sessions.domain.fold import give_up
from sessions.domain.progress import can_be_asked
from sessions.tables import SessionItem

GRACE = timedelta(hours=1)
"""How long after a sign that it forgot the transaction a station may still speak of it."""

_OFTEN = timedelta(minutes=15)


def watch_session(item: SessionItem, occasion: str, now: datetime, *, is_sign: bool) -> None:
    """Ask the station; give the session up if a sign of its end is old and nothing came since.

    At most one question per occasion and quarter of an hour. Where no question can be asked, an
    ended one waits an hour from when its station is back.
    """
    is_sign = is_sign or (item.session.closing is not None and not can_be_asked(item.session))
    sign = _sign(item)
    cut = item.interrupted_at
    if sign and not cut and now - sign > GRACE:
        _give_up(item, now)
        return
    begins = (cut is not None and cut < now) if sign else is_sign
    if begins:
        _change_sign(item, SessionItem.sign_at.set(now), SessionItem.interrupted_at.remove())
    ask_status(item, f"{occasion} {int(now.timestamp() // _OFTEN.total_seconds())}")


def leave_session(item: SessionItem, now: datetime) -> None:
    """The station is gone: its silence lasted long enough, or has to begin again."""
    sign = _sign(item)
    if sign is None or sign > now or item.interrupted_at:
        return
    if now - sign > GRACE:
        _give_up(item, now)
    else:
        _change_sign(item, SessionItem.interrupted_at.set(now))


def _sign(item: SessionItem) -> datetime | None:
    """Since when something speaks for its end, if nothing spoke against that later."""
    return item.sign_at if item.sign_at and to_text(item.sign_at) >= _mentioned(item) else None


def _mentioned(item: SessionItem) -> str:
    """When the station last let us know, by an event or by an answer, that there is more."""
    session = item.session
    if session.status and (session.status[1] is True or session.status[2]):
        return max(session.heard, session.status[0][0])
    return session.heard


def _give_up(item: SessionItem, now: datetime) -> None:
    saved = change_session(
        item,
        lambda session: give_up(session, to_text(now)),
        lambda: SessionItem.get(item.session_id, consistent_read=True),
    )
    advance_session(saved)


def _change_sign(item: SessionItem, *changes: Action) -> None:
    """Unless the session changes at this moment: then it lives."""
    try:
        SessionItem(item.session_id).update(
            actions=[*changes, SessionItem.version.add(1)],
            condition=SessionItem.version == item.version,
        )
    except UpdateError as error:
        if not is_condition_failure(error):
            raise
