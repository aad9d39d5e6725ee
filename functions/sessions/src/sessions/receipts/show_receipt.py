"""Answer a driver: the page, the transparency file or the document of a session."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import orjson

from sessions.domain.ocmf.transparency import values_xml
from sessions.domain.package.document import document
from sessions.domain.package.package import Package
from sessions.domain.package.page import notice, page
from sessions.receipts.answers import Answer, as_answer
from sessions.receipts.find_receipt import NoReceipt, find_receipt
from sessions.receipts.read_package import read_package
from sessions.signed.assess_session import NotVerifiedYet

_SOON_S: Final = "5"


def show_receipt(view: str, token: str, language: str, now: datetime) -> Answer:
    """`view` is "", "transparency.xml" or "receipt.json"; 404 for whatever leads nowhere."""
    try:
        package = read_package(find_receipt(token, now))
    except NoReceipt:
        return _page(notice(language, "no"), 404)
    except NotVerifiedYet:
        return _page(notice(language, "soon"), 503, {"Retry-After": _SOON_S})
    if view == "transparency.xml":
        return _file(package)
    if view == "receipt.json":
        return as_answer(200, "application/json", orjson.dumps(document(package)).decode())
    return _page(page(package, language, token))


def _page(text: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    return as_answer(status, "text/html; charset=utf-8", text, headers)


def _file(package: Package) -> Answer:
    name = f"session-{package.session_id}.xml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    xml = values_xml(package.measured.signed)
    return as_answer(200, "application/xml; charset=utf-8", xml, headers)
