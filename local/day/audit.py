"""Was each session billed exactly once, and right? The stations' books against the operator API."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corridor_kernel.identifiers import session_id
from local.day.network import Network, Post
from local.day.oracle import Price, price
from local.operator_client import Operator, eventually
from local.station.book import Entry
from local.station.station import Station

BILLED_WITHIN_S = 120


@dataclass(frozen=True, slots=True)
class Account:
    """One transaction: the station's entry, what it must cost, and what the backend made of it.

    `verdicts` are those on its signed values, in the station's order.
    """

    post: Post
    entry: Entry
    due: Price
    session: dict[str, Any]
    cdrs: list[dict[str, Any]]
    verdicts: list[str]

    @property
    def session_id(self) -> str:
        return session_id(self.post.id, self.entry.transaction_id)


async def accounts(
    network: Network, stations: dict[str, Station], operator: Operator
) -> list[Account]:
    """Every transaction in the books once it is billed; raises Overdue if one is not."""
    return [
        await _account(post, entry, operator)
        for post in network.posts
        for entry in stations[post.id].book
    ]


async def _account(post: Post, entry: Entry, operator: Operator) -> Account:
    id = session_id(post.id, entry.transaction_id)

    async def settled() -> dict[str, Any] | None:
        session: dict[str, Any] = await operator.get(f"/sessions/{id}")
        return session if session["state"] == "SETTLED" else None

    session = await eventually(settled, f"session {id} is billed", BILLED_WITHIN_S)
    cdrs = await operator.items("/cdrs", session_id=id)
    due = price(entry, post.place.tariff, post.place.time_zone)
    signed = (await operator.get(f"/sessions/{id}/signed-values"))["items"]
    return Account(post, entry, due, session, cdrs, [value["verdict"] for value in signed])


async def faults(network: Network, found: list[Account], operator: Operator) -> list[str]:
    """Everything that is not as it must be, one line each; empty if all is well."""
    faults = [fault for account in found for fault in _faults_of(account)]
    for post in network.posts:
        expected = {account.session_id for account in found if account.post is post}
        faults += await _strangers(operator, post, expected)
    refused = await operator.items("/sessions", id_token=network.stranger.id_token)
    faults += [f"the refused card has session {s['session_id']}" for s in refused]
    return faults


async def _strangers(operator: Operator, post: Post, expected: set[str]) -> list[str]:
    sessions = [s["session_id"] for s in await operator.items("/sessions", station_id=post.id)]
    cdrs = [c["session_id"] for c in await operator.items("/cdrs", station_id=post.id)]
    return [
        *_difference(f"sessions of {post.id}", sessions, expected),
        *_difference(f"CDRs of {post.id}", cdrs, expected),
    ]


def _difference(what: str, found: list[str], expected: set[str]) -> Iterator[str]:
    for id in sorted(expected - set(found)):
        yield f"{what}: {id} is missing"
    for id in sorted(set(found)):
        if id not in expected or found.count(id) > 1:
            yield f"{what}: {id} is there {found.count(id)} times"


def _faults_of(account: Account) -> Iterator[str]:
    entry, session = account.entry, account.session
    if len(account.cdrs) != 1:
        yield f"session {account.session_id} has {len(account.cdrs)} CDRs"
    checks: Iterable[tuple[str, Any, Any]] = (
        ("energy_wh", Decimal(session["energy_wh"]), entry.energy_wh),
        ("events", len(session["events"]), entry.events),
        ("verdicts on what its meter has signed", set(account.verdicts), _right_verdicts(account)),
        ("events given up by the station", entry.events_discarded, 0),
        *(_money(account, cdr) for cdr in account.cdrs),
    )
    for what, is_, must_be in checks:
        if is_ != must_be:
            yield f"session {account.session_id}: {what} is {is_}, must be {must_be}"


def _right_verdicts(account: Account) -> set[str]:
    return {"valid"} if account.post.signing else set()


def _money(account: Account, cdr: dict[str, Any]) -> tuple[str, Any, Any]:
    due, currency = account.due, account.post.place.site["currency"]
    billed = Decimal(cdr["total_excl_vat"]), Decimal(cdr["total_incl_vat"]), cdr["currency"]
    return "(net, gross, currency)", billed, (due.excl_vat, due.incl_vat, currency)
