"""Payloads made from OCPP's JSON schemas: the smallest, the largest, any valid, any broken one."""

import copy
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

FOLDERS = {"ocpp2.0.1": "v201", "ocpp1.6": "v16"}
FORMATS = {"date-time": "2026-11-22T12:00:00Z", "uri": "https://example.org/"}
Schema = dict[str, Any]
Path_ = tuple[str | int, ...]


def schema(name: str, version: str) -> Schema:
    """The JSON schema of that message."""
    spec = find_spec("ocpp")
    assert spec
    assert spec.origin
    folder = Path(spec.origin).parent / FOLDERS[version] / "schemas"
    content: Schema = json.loads((folder / f"{name}.json").read_text(encoding="utf-8-sig"))
    return content


def minimal(root: Schema, part: Schema | None = None) -> Any:
    """Only what is required, as short as is allowed."""
    part = _resolved(root, root if part is None else part)
    if "enum" in part:
        return part["enum"][0]
    match part.get("type"):
        case "object":
            required = part.get("required", ())
            return {name: minimal(root, part["properties"][name]) for name in required}
        case "array":
            return [minimal(root, part["items"]) for _ in range(max(1, part.get("minItems", 0)))]
        case "string":
            return FORMATS.get(part.get("format", ""), "x")
        case "integer" | "number":
            return max(0, part.get("minimum", 0))
        case "boolean":
            return False
    return "x"


def maximal(root: Schema, part: Schema | None = None, depth: int = 0) -> Any:
    """Everything that may be there, as long as is allowed; customData with a word of a vendor."""
    part = _resolved(root, root if part is None else part)
    if "enum" in part:
        return part["enum"][-1]
    match part.get("type"):
        case "object":
            properties = part.get("properties", {}).items()
            full = {name: maximal(root, sub, depth + 1) for name, sub in properties}
            return full | ({"anything": [1]} if _is_open(part) else {})
        case "array":
            return [maximal(root, part["items"], depth + 1)] * min(part.get("maxItems", 2), 3)
        case "string":
            longest = "ü".ljust(part.get("maxLength", 40), "x")
            return FORMATS.get(part.get("format", ""), longest)
        case "integer" | "number":
            return part.get("maximum", 2**31 - 1)
        case "boolean":
            return True
    return {"any": ["thing"]}


def valid(root: Schema, part: Schema | None = None) -> st.SearchStrategy[Any]:
    """Any payload that keeps the schema."""
    part = _resolved(root, root if part is None else part)
    if "enum" in part:
        return st.sampled_from(part["enum"])
    match part.get("type"):
        case "object":
            return _objects(root, part)
        case "array":
            least = max(1, part.get("minItems", 1))
            most = min(part.get("maxItems", 2), 2)
            return st.lists(valid(root, part["items"]), min_size=least, max_size=max(least, most))
        case "string":
            return _texts(part)
        case "integer":
            return st.integers(part.get("minimum", -(2**31)), part.get("maximum", 2**31 - 1))
        case "number":
            least, most = part.get("minimum", -1e9), part.get("maximum", 1e9)
            return st.floats(least, most, allow_nan=False)
        case "boolean":
            return st.booleans()
    return _JSON


@st.composite
def broken(draw: st.DrawFn, root: Schema) -> Any:
    """A valid payload that was spoiled in one place."""
    payload = copy.deepcopy(draw(valid(root)))
    places = [(), *_places(payload)]
    return _spoil(draw, payload, draw(st.sampled_from(places)))


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
_JSON = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
)
_ODD = st.sampled_from(
    [
        None,
        "",
        "NaN",
        "-Infinity",
        "1e400",
        "\ud800",
        "a\ud800\udc00\udfff",
        "\x00",
        "x" * 10_000,
        "9999-12-31T23:59:60Z",
        "0001-01-01T00:00:00+14:00",
        2**53 + 1,
        2**64,
        -(2**64),
        10**400,
        1e308,
        -1e-300,
        0.1 + 0.2,
        True,
        [],
        {},
        [[]],
        [None],
        {"": None},
        {"__class__": {"id": 1}},
    ]
)
_NESTED = st.integers(1, 300).map(lambda depth: json.loads("[" * depth + "]" * depth))


def _spoil(draw: st.DrawFn, payload: Any, place: Path_) -> Any:
    parent, odd = _parent(payload, place), draw(_ODD | _NESTED | _JSON)
    if not place:
        return payload | {draw(st.text(max_size=10)): odd}
    if draw(st.booleans()):
        parent[place[-1]] = odd
    elif isinstance(parent, list):
        parent.append(odd)
    else:
        del parent[place[-1]]
    return payload


def _places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield (*path, key)
        yield from _places(inner, (*path, key))


def _parent(payload: Any, place: Path_) -> Any:
    for step in place[:-1]:
        payload = payload[step]
    return payload


def _objects(root: Schema, part: Schema) -> st.SearchStrategy[Any]:
    properties = part.get("properties", {})
    required = {name: valid(root, properties[name]) for name in part.get("required", ())}
    optional = {name: valid(root, sub) for name, sub in properties.items() if name not in required}
    return st.fixed_dictionaries(required, optional=optional)


def _texts(part: Schema) -> st.SearchStrategy[str]:
    if part.get("format") == "date-time":
        return st.datetimes().map(lambda instant: instant.isoformat() + "Z")
    if part.get("format") == "uri":
        return st.just(FORMATS["uri"])
    longest = part.get("maxLength", 60)
    some = st.text(st.characters(exclude_categories=("Cs",)), max_size=min(longest, 60))
    return some | st.just("x" * longest)


def _is_open(part: Schema) -> bool:
    return part.get("additionalProperties", True) is not False


def _resolved(root: Schema, part: Schema) -> Schema:
    while "$ref" in part:
        part = root["definitions"][part["$ref"].rpartition("/")[2]]
    return part
