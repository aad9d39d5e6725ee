"""The JSON schemas of OCPP, read as data from the installed `ocpp` package (ocpp.md §1.3).

The package's own Python stays unimported: it costs 240 ms at a cold start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs

from corridor_kernel.ocpp.protocols import Protocol

_FOLDERS: Mapping[str, str] = {Protocol.OCPP_2_0_1: "v201", Protocol.OCPP_1_6: "v16"}
_REQUEST_SUFFIXES: Mapping[str, str] = {Protocol.OCPP_2_0_1: "Request", Protocol.OCPP_1_6: ""}

# Which CALLERROR a broken keyword deserves (P4 table 8); everything else is a FormatViolation.
_CODES = {
    "required": "OccurrenceConstraintViolation",
    "minItems": "OccurrenceConstraintViolation",
    "maxItems": "OccurrenceConstraintViolation",
    "type": "TypeConstraintViolation",
    "maxLength": "PropertyConstraintViolation",
    "minLength": "PropertyConstraintViolation",
    "enum": "PropertyConstraintViolation",
    "minimum": "PropertyConstraintViolation",
    "maximum": "PropertyConstraintViolation",
}

# Members of OCPP have 27 letters at most; what a stranger calls its own may have any number.
_NAME_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Violation:
    """The first rule a payload breaks: the CALLERROR code and a text that names the place."""

    code: str
    description: str


def request_schema(action: str, version: str) -> str:
    """The name of a CALL's schema: 1.6 names it as the action itself."""
    return action + _REQUEST_SUFFIXES[version]


def find_violation(schema: str, payload: Mapping[str, Any], version: str) -> Violation | None:
    """None if `payload` keeps `schema` (such as `AuthorizeRequest`) of that subprotocol."""
    try:
        _validator(version, schema).validate(payload)
    except jsonschema_rs.ValidationError as error:
        keyword = str(error.schema_path[-1]) if error.schema_path else ""
        place = "/".join(str(step) for step in error.instance_path) or "payload"
        code = _CODES.get(keyword, "FormatViolation")
        return Violation(code, f"{place} {_breach(error.kind, keyword, schema)}.")
    return None


def _breach(kind: Any, keyword: str, schema: str) -> str:
    """Names of members help whoever mends it; values may be secret."""
    match keyword:
        case "required":
            return f"lacks {kind.property}, required by {schema}"
        case "additionalProperties":
            return f"has {kind.unexpected[0][:_NAME_LENGTH]}, which is not of {schema}"
    return f"breaks {keyword} of {schema}"


def is_only_too_long(schema: str, payload: Mapping[str, Any], version: str) -> bool:
    """Whether `payload` breaks `schema` by nothing but the length of its texts."""
    errors = _validator(version, schema).iter_errors(payload)
    return all(str(error.schema_path[-1]) == "maxLength" for error in errors)


def has_schema(schema: str, version: str) -> bool:
    """Whether the standard has a message of that name."""
    return schema.isalnum() and (_folder(version) / f"{schema}.json").is_file()


@cache
def _validator(version: str, schema: str) -> Any:
    text = (_folder(version) / f"{schema}.json").read_text(encoding="utf-8-sig")
    return jsonschema_rs.validator_for(text)


@cache
def _folder(version: str) -> Path:
    spec = find_spec("ocpp")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the ocpp package, which carries the schemas, is missing")
    return Path(spec.origin).parent / _FOLDERS[version] / "schemas"
