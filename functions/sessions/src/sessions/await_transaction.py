"""Let a remote start wait for the transaction that it leads to."""

from collections.abc import Mapping
from typing import Any

from pynamodb.expressions.update import Action

from corridor_aws import workflows
from corridor_kernel.identifiers import session_id
from sessions.tables import RemoteStartItem


def await_transaction(
    station_id: str, remote_start_id: int, task_token: str, answer: Mapping[str, Any]
) -> None:
    """Store the token, and complete it at once if the transaction is there already.

    `answer` is the station's RequestStartTransactionResponse, or no status if it was lost. With a
    transactionId it names the transaction that the cable has begun (F01.FR.13).
    """
    actions: list[Action] = [RemoteStartItem.wait_token.set(task_token)]
    if answer.get("status") == "Accepted":
        actions.append(RemoteStartItem.accepted.set(True))
    if answer.get("transactionId"):
        begun = session_id(station_id, answer["transactionId"])
        actions.append(RemoteStartItem.session_id.set(begun))
    item = RemoteStartItem(station_id, remote_start_id)
    item.update(actions=actions, condition=RemoteStartItem.station_id.exists())
    if item.session_id:
        workflows.complete(task_token, {"session_id": item.session_id})
