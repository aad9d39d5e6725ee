"""What is left of the day: the table of sessions, and where to look next."""

from collections.abc import Sequence

from local.bench.figures import table
from local.day.audit import Account
from local.operator_client import Operator

ENDPOINTS = ".local/endpoints.json"
HEAD = ("driver", "station", "EVSE", "min", "kWh", "signed", "net", "gross", "", "CDR")


def sessions(accounts: Sequence[Account]) -> str:
    """One row a session, as it was billed."""
    return table("The day's sessions", HEAD, [_row(account) for account in accounts])


def where_to_look(operator: Operator, accounts: Sequence[Account]) -> str:
    """URLs, and how to ask them with curl."""
    session = accounts[0].session_id
    station = accounts[0].post.id
    read_token = f"import json; print(json.load(open('{ENDPOINTS}'))['operator_token'])"
    return "\n".join(
        [
            "",
            "Where to look next:",
            f'  TOKEN=$(python3 -c "{read_token}")',
            f'  curl -s -H "Authorization: Bearer $TOKEN" {operator.root}/sessions',
            f"  {operator.root}/sessions/{session}  (its events and meter values)",
            f"  {operator.root}/sessions/{session}/signed-values  (what its meter has signed)",
            f"  {operator.root}/cdrs?station_id={station}",
            f"  {operator.root}/stations/{station}",
            f"  {operator.root}/openapi.json  (all routes)",
            f"  {ENDPOINTS}  (where everything listens)",
        ]
    )


def _row(account: Account) -> list[str]:
    entry = account.entry
    assert entry.ended_at
    minutes = (entry.ended_at - entry.started_at).total_seconds() / 60
    (cdr, *_) = account.cdrs or [{}]
    return [
        entry.id_token.partition("-")[0].title(),
        account.post.id,
        str(entry.evse_id),
        f"{minutes:.1f}",
        f"{entry.energy_wh / 1000:.3f}",
        " ".join(account.verdicts) or "-",
        cdr.get("total_excl_vat", "-"),
        cdr.get("total_incl_vat", "-"),
        cdr.get("currency", "-"),
        cdr.get("cdr_id", "-"),
    ]
