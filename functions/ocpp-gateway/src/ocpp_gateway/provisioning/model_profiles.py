"""What is wanted of each model of station, as data: `models/default.yaml` and one YAML a model."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

MODELS = Path(__file__).parents[1] / "models"
_DEFAULT = MODELS / "default.yaml"


@dataclass(frozen=True, slots=True)
class ModelProfile:
    """`variables`: desired values by key. The model `lacks` or `refuses` some whatever it reports,
    and takes some only when it `reboots`. `limits`: what it does not report of its own.
    `price_fields`: variables that it shows prices from, and their forms, the best first."""

    variables: Mapping[str, str]
    lacks: frozenset[str]
    refuses: frozenset[str]
    reboots: frozenset[str]
    limits: Mapping[str, int]
    price_fields: Mapping[str, str]


@cache
def profile_of(vendor: str | None, model: str | None) -> ModelProfile:
    """The default with what the model's own file says otherwise; null there takes a value back."""
    own = _own_file(vendor, model)
    said = read(own) if own.is_file() else {}
    default = read(_DEFAULT)
    variables = {**default["variables"], **said.get("variables", {})}
    return ModelProfile(
        variables={key: value for key, value in variables.items() if value is not None},
        lacks=frozenset(said.get("lacks", ())),
        refuses=frozenset(said.get("refuses", ())),
        reboots=frozenset(said.get("reboots", ())),
        limits={**default["limits"], **said.get("limits", {})},
        price_fields={**said.get("price_fields", {}), **default["price_fields"]},
    )


def digest_of(vendor: str | None, model: str | None) -> str:
    """Another one whenever what is wanted of that model changes: its file, the default, us."""
    return _digest(_own_file(vendor, model), master_pass_group())


def master_pass_group() -> str:
    """Empty where there is none."""
    return os.environ.get("MASTER_PASS_GROUP_ID", "")


@cache
def _digest(own: Path, group: str) -> str:
    said = own.read_bytes() if own.is_file() else b""
    return sha256(b"\0".join((_DEFAULT.read_bytes(), said, group.encode()))).hexdigest()[:12]


def _own_file(vendor: str | None, model: str | None) -> Path:
    return MODELS / f"{_slug(vendor)}-{_slug(model)}.yaml"


def read(path: Path) -> Mapping[str, Any]:
    import yaml  # late: most who come by here want no model

    content: Mapping[str, Any] = yaml.safe_load(path.read_text())
    return content


def _slug(name: str | None) -> str:
    return re.sub(r"[^a-z0-9]+", "-", (name or "").lower()).strip("-")
