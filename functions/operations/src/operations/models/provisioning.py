"""How stations are brought to what is wanted of them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from corridor_kernel.ocpp.provisioning import DesiredState, RunState, Source
from operations.models.base import Answer, Body


class RunFailure(Answer):
    phase: str
    what: str
    why: str


class ProvisioningRun(Answer):
    """All null before the first; `inventory`: the station reported all its variables."""

    run_id: str | None
    state: RunState | None
    phase: str | None
    started_at: datetime | None
    finished_at: datetime | None
    inventory: bool
    failures: list[RunFailure]


class ProvisioningState(Answer):
    """`due`: a run starts at the next connect, or is open."""

    due: bool
    open_run: str | None
    last_run: ProvisioningRun


class NewDesiredVariables(Body):
    """All that this station shall have besides what its model's file says, applied by a run."""

    variables: Annotated[
        dict[str, str],
        Field(
            max_length=200,
            examples=[{"OCPPCommCtrlr/HeartbeatInterval": "120"}],
            description="Value by Component[instance]@evse.connector/Variable[instance].",
        ),
    ]


class DesiredVariable(Answer):
    key: str
    value: str
    source: Source
    reported: str | None
    state: DesiredState


class DesiredVariables(Answer):
    station_id: str
    variables: list[DesiredVariable]


class Failsafe(Answer):
    """Limits where nobody balances the site (R-SC-7); null: none. `open_run` installs them."""

    station_id: str
    station_w: int | None
    evse_w: int | None
    open_run: str | None
