"""Look a remote start up."""

from corridor_kernel.problems import not_found
from sessions.tables import RemoteStartItem


def find_start(station_id: str, remote_start_id: int) -> RemoteStartItem:
    """The start as last written; Problem 404 if there is none."""
    try:
        return RemoteStartItem.get(station_id, remote_start_id, consistent_read=True)
    except RemoteStartItem.DoesNotExist:
        raise not_found("remote start", f"{station_id}/{remote_start_id}") from None
