"""Every service deploys alone, and all of them as one preview."""

import tomllib

import pytest

from local import templates
from tests.services import ROOT, SERVICES

STAGES = ("dev", "prod")
CONFIG = tomllib.loads((ROOT / "samconfig.toml").read_text())
PREVIEW = templates.load(ROOT / "template.yaml")


def stack_parameters(section):
    return dict(pair.split("=", 1) for pair in section["parameter_overrides"])


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("service", SERVICES, ids=str)
def test_a_service_has_its_own_deployment(service, stage):
    section = CONFIG[f"{service.name}-{stage}"]
    build, deploy = section["build"]["parameters"], section["deploy"]["parameters"]
    assert build["template_file"] == f"functions/{service.name}/template.yaml"
    assert deploy["template_file"] == f"{build['build_dir']}/template.yaml"
    assert deploy["stack_name"] == f"corridor-{stage}-{service.name}"
    given = stack_parameters(deploy)
    assert given["Stage"] == stage
    assert set(given) == needed(service)
    assert all("/corridor/" not in v or f"/corridor/{stage}/" in v for v in given.values())


def needed(service):
    """The template's parameters that have no default, and the stage."""
    parameters = service.template["Parameters"]
    return {"Stage"} | {name for name, spec in parameters.items() if "Default" not in spec}


def test_there_is_no_deployment_of_anything_else():
    deployments = {name for name in CONFIG if name not in {"version", "preview"}}
    assert deployments == {f"{service.name}-{stage}" for service in SERVICES for stage in STAGES}


def test_the_preview_nests_every_service():
    nested = {
        resource["Properties"]["Location"]: set(resource["Properties"]["Parameters"])
        for resource in PREVIEW["Resources"].values()
    }
    assert nested == {
        f"functions/{service.name}/template.yaml": needed(service) for service in SERVICES
    }
    assert CONFIG["preview"]["build"]["parameters"]["template_file"] == "template.yaml"


def test_what_is_listened_to_is_there_before_the_listener():
    """Rules need the bus of operations, sessions the ledger's stream."""
    resources = PREVIEW["Resources"]
    bus = {name for name, r in resources.items() if r.get("DependsOn") == "Operations"}
    assert bus | {"Operations", "Sessions"} == set(resources)
    assert resources["Sessions"]["DependsOn"] == "OcppGateway"
