"""The file with which a driver checks a bill: XML for the transparency software (R-EI-9)."""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Final

from sessions.domain.ocmf.key import PublicKey
from sessions.domain.ocmf.record import Record

BEGIN: Final = "Transaction.Begin"
END: Final = "Transaction.End"

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<values>\n'
_FOOT: Final = "</values>\n"
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def values_xml(signed: Iterable[tuple[Record, PublicKey | None]], transaction_id: int = 1) -> str:
    """The distinct records of a session, each with the key of its time.

    The tool wants a number where OCPP has a UUID, and exactly one begin and one end under it: a
    record that holds both, and what belongs to no such pair, goes without number and context.
    """
    ordered = sorted(signed, key=lambda entry: (entry[0].page or ("", 0), entry[0].text))
    begins = [record for record, _ in ordered if record.begins and not record.ends]
    ends = [record for record, _ in ordered if record.ends and not record.begins]
    is_pair = len(begins) == len(ends) == 1
    contexts = {begins[0].text: BEGIN, ends[0].text: END} if is_pair else {}
    values = (_value(*entry, contexts.get(entry[0].text), transaction_id) for entry in ordered)
    return _HEAD + "".join(values) + _FOOT


def _value(record: Record, key: PublicKey | None, context: str | None, transaction_id: int) -> str:
    number = f' transactionId="{transaction_id}"' if context else ""
    told = f'{number} context="{context}"' if context else ""
    lines = [f"  <value{told}>", *_signed_data(record, number), *_public_key(key), "  </value>"]
    return "\n".join(lines) + "\n"


def _signed_data(record: Record, number: str) -> Iterator[str]:
    """Nothing but the record between the tags; what XML cannot carry goes as base64."""
    encoding, data = "plain", html.escape(record.text, quote=False).replace("\r", "&#13;")
    if _NO_XML.search(record.text):
        encoding, data = "base64", record.base64
    attributes = f'format="OCMF" encoding="{encoding}"{number}'
    yield f"    <signedData {attributes}>{data}</signedData>"


def _public_key(key: PublicKey | None) -> Iterator[str]:
    if key is not None:
        yield f'    <publicKey encoding="hex">{key.der.hex()}</publicKey>'
