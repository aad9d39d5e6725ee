"""Change what a station is at within a campaign, and let the task that waits for it go on."""

from collections.abc import Callable

from pynamodb.exceptions import DeleteError, UpdateError
from pynamodb.expressions.update import Action

from corridor_aws import workflows
from corridor_aws.tables import is_condition_failure
from corridor_kernel.ocpp.firmware import UpdateState
from ocpp_gateway.domain.firmware_update import Update, from_content, to_content
from ocpp_gateway.firmware.attempts import Contended, attempts
from ocpp_gateway.firmware.campaign_items import current_key, find_update
from ocpp_gateway.tables import CampaignTable

Change = Callable[[Update], Update]


def change_update(
    campaign_id: str, station_id: str, change: Change, task_token: str | None = None
) -> Update | None:
    """The update as it is now, None if the campaign has no such station.

    `task_token` is of a task that waits from now on. What follows from the state is done again
    each time, changed or not: whoever changed it may have died before.
    """
    for _ in attempts():
        item = find_update(campaign_id, station_id)
        if item is None:
            return None
        before = from_content(item.content)
        after = change(before)
        if (after == before and task_token is None) or _saved(item, after, task_token):
            _follow_up(campaign_id, after, task_token or item.task_token)
            return after
    raise Contended


def _saved(item: CampaignTable, after: Update, task_token: str | None) -> bool:
    changes: list[Action] = [
        CampaignTable.content.set(to_content(after)),
        CampaignTable.version.add(1),
    ]
    if task_token:
        changes.append(CampaignTable.task_token.set(task_token))
    try:
        item.update(changes, condition=CampaignTable.version == item.version)
    except UpdateError as error:
        if not is_condition_failure(error):
            raise
        return False
    return True


def _follow_up(campaign_id: str, update: Update, task_token: str | None) -> None:
    """One that is not Updating is free for other campaigns, and nobody need wait for it."""
    if update.state == UpdateState.UPDATING:
        return
    _give_back(campaign_id, update.station_id)
    if task_token:
        workflows.complete(task_token, {"state": update.state})


def _give_back(campaign_id: str, station_id: str) -> None:
    try:
        current_key(station_id).delete(CampaignTable.holder == campaign_id)
    except DeleteError as error:
        if not is_condition_failure(error):
            raise
