"""What an operator must say of a new station: every fault is told at once."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from jsonschema_rs import ValidationError, ValidationErrorKind, validator_for

from corridor_kernel.metering import Metering
from corridor_kernel.money import MINOR_UNIT_DIGITS
from corridor_kernel.ocpp.protocols import Protocol
from corridor_kernel.ocpp.registration import Provisioning, Registration

Fault = tuple[str, str]
Json = Mapping[str, Any]

_ID = {"type": "integer", "minimum": 1, "description": "must be a whole number above 0"}
_TEXT = {
    "type": "string",
    "pattern": r"^\P{C}{1,50}$",
    "description": "must have 1 to 50 printable characters",
}


def _object(optional: tuple[str, ...] = (), **properties: Any) -> Json:
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _some(items: Json) -> Json:
    return {"type": "array", "items": items, "minItems": 1, "description": "must list at least one"}


def _one_of(values: Iterable[str]) -> Json:
    return {"enum": list(values), "description": f"must be one of {', '.join(values)}"}


_SCHEMA = _object(
    id={
        "type": "string",
        "pattern": r"^[A-Za-z0-9*\-_=+|@.]{1,48}$",
        "description": "must be 1 to 48 of A-Z a-z 0-9 * - _ = + | @ . (R-RPC-1)",
    },
    password={
        "type": "string",
        "pattern": r"^\P{C}{16,40}$",
        "description": "must have 16 to 40 printable characters (R-RPC-14)",
    },
    site=_object(
        id={
            "type": "string",
            "pattern": r"^(?!\*$)[ -~]{1,36}$",
            "description": "must have 1 to 36 printable ASCII characters; * is all sites",
        },
        name=_TEXT,
        time_zone={
            "enum": sorted(available_timezones()),
            "description": "must be a time zone such as Europe/Berlin",
        },
        country={
            "type": "string",
            "pattern": "^[A-Z]{2}$",
            "description": "must be an ISO 3166-1 alpha-2 code such as DE",
        },
        currency=_one_of(MINOR_UNIT_DIGITS),
        metering=_one_of(Metering),
        optional=("name", "metering"),
    ),
    evses=_some(
        _object(
            id=_ID,
            connectors=_some(_object(id=_ID, type=_TEXT, max_power_w=_ID)),
            afir_prices={"type": "boolean", "description": "must be true or false"},
            optional=("afir_prices",),
        )
    ),
    protocol=_one_of(Protocol),
    registration=_one_of(Registration),
    provisioning=_one_of(Provisioning),
    failsafe=_object(station_w=_ID, evse_w=_ID, optional=("station_w", "evse_w")),
    optional=("failsafe",),
)


def find_faults(station: Json) -> list[Fault]:
    """`(location, message)` of all that is wrong; messages never repeat a value."""
    faults = [_fault(error) for error in _validator().iter_errors(station)]
    return faults or [*_repeated_ids(station), *_held(station)]


@cache
def _validator() -> Any:
    return validator_for(dict(_SCHEMA))


def _fault(error: ValidationError) -> Fault:
    place = [str(step) for step in error.instance_path]
    match error.kind:
        case ValidationErrorKind.Required(name):
            return ".".join([*place, str(name)]), "is required"
        case ValidationErrorKind.AdditionalProperties(names):
            return ".".join(place), f"knows no {', '.join(names)}"
    rule: Any = _SCHEMA
    for step in error.schema_path[:-1]:
        rule = rule[step]
    return ".".join(place), rule.get("description", "must be an object")


def _repeated_ids(station: Json) -> Iterator[Fault]:
    if _repeats(station["evses"]):
        yield "evses", "names an id twice"
    for index, evse in enumerate(station["evses"]):
        if _repeats(evse["connectors"]):
            yield f"evses.{index}.connectors", "names an id twice"


def _held(station: Json) -> Iterator[Fault]:
    """One of 1.6 may come from another backend, and have to tell of what was charged there."""
    wanted = station["protocol"], station["provisioning"]
    if wanted == (Protocol.OCPP_1_6, Provisioning.BEFORE_SERVICE):
        yield "provisioning", "must not be BeforeService: no station of ocpp1.6 is held"


def _repeats(items: list[Json]) -> bool:
    return len({item["id"] for item in items}) < len(items)
