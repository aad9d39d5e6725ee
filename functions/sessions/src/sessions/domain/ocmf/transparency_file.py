"""Transparency files from outside: of drivers who doubt a bill, of makers who hand in keys.

They may be hostile XML, so no entities, no document types and nothing large is read.
"""

from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

MAX_OCTETS: Final = 1_000_000


class BadFile(ValueError):
    """The file is no transparency file that we are willing to read."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value as the file has it: `data` for read_record, `key` for read_key, if it has them."""

    transaction_id: str | None
    context: str | None
    format: str
    data: str | None
    key: str | None


def read_values(file: bytes) -> tuple[Value, ...]:
    """The values of a file in its order; raises BadFile."""
    if len(file) > MAX_OCTETS:
        raise BadFile(f"more than {MAX_OCTETS} octets")
    try:
        root: Element = fromstring(file, forbid_dtd=True)
    except (ParseError, ValueError, LookupError) as fault:
        raise BadFile(f"no XML that can be read safely: {type(fault).__name__}") from fault
    if _name(root) != "values":
        raise BadFile("the root element is not <values>")
    return tuple(_value(child) for child in root if _name(child) == "value")


def _value(element: Element) -> Value:
    parts = {_name(child): child for child in element}
    # Older files call it encodedData.
    data = parts.get("signedData", parts.get("encodedData"))
    return Value(
        transaction_id=element.get("transactionId"),
        context=element.get("context"),
        format=(data.get("format") or "") if data is not None else "",
        data=_text(data),
        key=_text(parts.get("publicKey")),
    )


def _text(element: Element | None) -> str | None:
    return (element.text or "").strip() or None if element is not None else None


def _name(element: Element) -> str:
    """Without the namespace, which some writers add; comments have no name of text."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
