"""The machines of a campaign, one after the other: each has a run, counted from 0."""

from pynamodb.exceptions import UpdateError

from corridor_aws import settings, workflows
from corridor_aws.tables import is_condition_failure
from ocpp_gateway.firmware.campaign_items import CAMPAIGN
from ocpp_gateway.tables import CampaignTable


def start_machine(campaign_id: str, run: int) -> bool:
    """Once for each run, however often it is asked for; False if that machine is over."""
    machine = settings.required("FIRMWARE_CAMPAIGN_MACHINE_ARN")
    arguments = {"campaign_id": campaign_id, "run": run}
    return workflows.start(machine, f"{campaign_id}-{run}", arguments)


def start_next_machine(campaign_id: str, run: int) -> None:
    """The one after `run`; safe to repeat.

    Noted first and started second: whoever comes after a crash starts what is noted.
    """
    changes = [CampaignTable.run.set(run + 1)]
    try:
        CampaignTable(campaign_id, CAMPAIGN).update(list(changes), CampaignTable.run == run)
    except UpdateError as error:
        if not is_condition_failure(error):
            raise
    start_machine(campaign_id, run + 1)
