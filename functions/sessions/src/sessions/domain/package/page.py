"""The driver's package for people: one page that works without scripts, pictures and colours."""

from collections.abc import Iterator
from html import escape

from sessions.domain.ocmf.assessment import Register
from sessions.domain.package import html
from sessions.domain.package.figures import amount, kwh
from sessions.domain.package.package import Package, clock_of, reading_of
from sessions.domain.package.words import DECIMAL_SIGN, REGISTER_URL, TOOL_URL, WORDS


def page(package: Package, language: str, place: str) -> str:
    """HTML; the other files lie below `place`, seen from the page."""
    words = WORDS[language]
    sections = (
        html.section(words["verdict"], "".join(_verdict(package, language))),
        html.section(words["measured"], _measured(package, language)),
        html.section(words["price"], _price(package, language)),
        html.section(words["check"], _check(language, place)),
        html.section(words["keys"], _keys(package, language)),
        html.section(words["where"], _where(package, language)),
    )
    return html.whole(language, words["title"], "".join(sections))


def notice(language: str, what: str) -> str:
    """A page without a receipt: `no`, there is none, or `soon`."""
    words = WORDS[language]
    return html.whole(language, words[f"{what}_title"], html.paragraph(words[f"{what}_text"]))


def _verdict(package: Package, language: str) -> Iterator[str]:
    words, measured = WORDS[language], package.measured
    yield html.paragraph(words[measured.assessment.state.value])
    if measured.altered:
        yield html.paragraph(words["altered"].format(measured.altered))
    if measured.left_out:
        yield html.paragraph(words["left_out"].format(measured.left_out))
    if measured.assessment.findings:
        yield html.paragraph(words["remarks"])
        findings = measured.assessment.findings
        yield html.listed("ul", (f"<code>{escape(finding)}</code>" for finding in findings))


def _measured(package: Package, language: str) -> str:
    words, assessment = WORDS[language], package.measured.assessment
    heads = [words["reading"], words["time"], words["register"]]
    rows = [
        [words["begin"], *_reading(package, assessment.begin, language)],
        [words["end"], *_reading(package, assessment.end, language)],
    ]
    energy = package.energy_wh
    told = words["unknown"] if energy is None else _figure(kwh(energy), "kWh", language)
    more = "" if assessment.time_synchronised else html.paragraph(words["unsynchronised"])
    measured = html.table(words["measured_caption"], heads, rows)
    return measured + html.paragraph(f"{words['energy']}: {told}") + more


def _reading(package: Package, register: Register | None, language: str) -> list[str]:
    unknown = WORDS[language]["unknown"]
    records = [record for record, _ in package.measured.signed]
    reading = reading_of(register, records) if register else None
    if reading is None:
        return [unknown, unknown]
    at = clock_of(reading)
    told = at.isoformat(sep=" ", timespec="seconds") if at else unknown
    return [told, _figure(format(reading.value, "f"), reading.unit, language)]


def _price(package: Package, language: str) -> str:
    words, bill = WORDS[language], package.bill
    if bill is None:
        return html.paragraph(words["unbilled"])
    net, gross = bill.total_excl_vat, bill.total_incl_vat
    parts = ((words["net"], net), (words["vat"], gross - net), (words["gross"], gross))
    rows = [
        [name, _figure(amount(value, bill.currency), bill.currency, language)]
        for name, value in parts
    ]
    return html.table(words["price_caption"], [words["amount"], words["value"]], rows)


def _check(language: str, place: str) -> str:
    words = WORDS[language]
    steps = (
        ("check_file", html.link(words["file"], f"{place}/transparency.xml")),
        ("check_tool", html.link(TOOL_URL, TOOL_URL)),
        ("check_key", html.link(REGISTER_URL, REGISTER_URL)),
        ("check_bill", ""),
    )
    return html.listed("ol", (f"{escape(words[step])} {more}" for step, more in steps))


def _keys(package: Package, language: str) -> str:
    words = WORDS[language]
    heads = [words["bnetza_id"], words["curve"], words["key"]]
    rows = [
        [key.bnetza_id or words["unknown"], key.curve, key.der] for key in package.measured.keys
    ]
    return html.table(words["keys_caption"], heads, rows)


def _where(package: Package, language: str) -> str:
    words = WORDS[language]
    evse = f"{package.station_id} / {package.evse_id or words['unknown']}"
    rows = [
        [words["evse"], f"{evse} {package.charge_point}".strip()],
        [words["meter"], package.meter_serial or words["unknown"]],
        [words["session"], package.session_id],
        [words["cdr"], package.bill.cdr_id if package.bill else words["unbilled"]],
    ]
    return html.table(words["where_caption"], [words["what"], words["value"]], rows)


def _figure(number: str, unit: str, language: str) -> str:
    return f"{number.replace('.', DECIMAL_SIGN[language])} {unit}"
