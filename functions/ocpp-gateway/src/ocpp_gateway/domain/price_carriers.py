"""What carries a price to the drivers at a station: its messages, or a variable (blocks I and O).

By what the station told of itself. A display message comes first: it is shown as it is. A
variable is one that the station shows while it knows no better, such as TariffFallbackMessage.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from ocpp_gateway.domain.desired_variables import parts_of
from ocpp_gateway.domain.price_texts import Prices, languages_of, lines, one_line, to_ascii
from ocpp_gateway.domain.provisioning import Ask
from ocpp_gateway.domain.rules.rule import Known

DISPLAY: Final = "SetDisplayMessage"
MESSAGES: Final = "display-message"

_CONTROLLER: Final = "DisplayMessageCtrlr"
_FORMATS: Final = f"{_CONTROLLER}/SupportedFormats"
_PRIORITIES: Final = f"{_CONTROLLER}/SupportedPriorities"
_MOST: Final = f"{_CONTROLLER}/DisplayMessages"
_SWITCHES: Final = {
    _CONTROLLER: (f"{_CONTROLLER}/Available", f"{_CONTROLLER}/Enabled"),
    "TariffCostCtrlr": ("TariffCostCtrlr/Available[Tariff]", "TariffCostCtrlr/Enabled[Tariff]"),
}
# To be asked for; how many messages it holds at most, only an inventory tells.
_ABOUT_DISPLAY: Final = (*_SWITCHES[_CONTROLLER], _FORMATS, _PRIORITIES)

# Ids of ours: an operator's own messages have others.
_FIRST_ID: Final = 1_000_000
_MOST_IDS: Final = 1000
_MOST_LANGUAGES: Final = 2

_LONGEST_MESSAGE: Final = 512
# Table 3.2 of 2.0.1 for TariffFallbackMessage, CiString500 of 1.6.
_LONGEST: Final = {"Text": 255, "DefaultPrice": 500}

# Slot (a message, a variable) -> what writes it.
Writes = Mapping[str, Ask]


@dataclass(frozen=True, slots=True)
class Carrier:
    """`writes` is all that it takes to show the prices."""

    name: str
    writes: Writes


def variables(fields: Mapping[str, str]) -> list[str]:
    """The keys of the variables that tell what a station has."""
    return [*_ABOUT_DISPLAY, _MOST, *_SWITCHES["TariffCostCtrlr"], *fields]


def unknown_variables(known: Known, fields: Mapping[str, str], *, speaks_16: bool) -> list[str]:
    """Those of them that are to be asked for: nobody told whether the station has them."""
    about = [] if speaks_16 else [*_ABOUT_DISPLAY, *_SWITCHES["TariffCostCtrlr"]]
    return [key for key in [*about, *fields] if key not in known.of_kind("variable")]


def carriers(prices: Prices, known: Known, fields: Mapping[str, str]) -> Iterator[Carrier]:
    """What may carry the prices, the best first. `fields`: variables and their forms."""
    if not prices or not (languages := languages_of(prices)):
        return
    if display := _display(prices, languages, known):
        yield Carrier(DISPLAY, display)
    for key, form in fields.items():
        most = int(known.max_limit(key) or _LONGEST[form])
        text = _IN_FORM[form](prices, languages[0], most)
        if len(text) <= most and _takes(known, key):
            yield Carrier(key, {key: set_variable(key, text)})


def clearing(slot: str) -> Ask:
    """What takes back what was written there."""
    message_id = slot.removeprefix(f"{MESSAGES}#")
    if message_id == slot:
        return set_variable(slot, "")
    return Ask("ClearDisplayMessage", {"id": int(message_id)})


def set_variable(key: str, value: str) -> Ask:
    return Ask("SetVariables", {"setVariableData": [{"attributeValue": value, **parts_of(key)}]})


def get_variables(keys: list[str]) -> Ask:
    return Ask("GetVariables", {"getVariableData": [parts_of(key) for key in keys]})


def _display(prices: Prices, languages: list[str], known: Known) -> Writes:
    """A message for each price, in two languages where there is room; empty if it shows none."""
    format, priority = _format(known), _priority(known)
    if format is None or priority is None or not _has_display(known):
        return {}
    contents = [
        {"format": format, "language": language, "content": _in_format(line, format)}
        for language in languages[: _room_for_languages(known, len(prices))]
        for line in lines(prices, language, _LONGEST_MESSAGE)
    ]
    return {
        f"{MESSAGES}#{id}": Ask(DISPLAY, {"message": _message(id, priority, content)})
        for id, content in enumerate(contents, start=_FIRST_ID)
    }


def _message(id: int, priority: str, content: Mapping[str, str]) -> Mapping[str, Any]:
    return {"id": id, "priority": priority, "message": content}


def _format(known: Known) -> str | None:
    members = known.members(_FORMATS)
    if members is None:
        return "UTF8"
    # The device model writes UTF-8 where the message writes UTF8.
    shown = {one.replace("-", "") for one in members}
    return next((format for format in ("UTF8", "ASCII") if format in shown), None)


def _in_format(line: str, format: str) -> str:
    return to_ascii(line) if format == "ASCII" else line


def _priority(known: Known) -> str | None:
    """Never AlwaysFront: a station has one of them, for what is urgent."""
    shown = known.members(_PRIORITIES)
    if shown is None:
        return "NormalCycle"
    return next((one for one in ("InFront", "NormalCycle") if one in shown), None)


def _room_for_languages(known: Known, messages: int) -> int:
    """How many it holds those messages in, others beside them; one if nobody told."""
    most = known.max_limit(_MOST)
    if most is None:
        return 1
    others = [id for id in known.of_kind(MESSAGES) if not _is_ours(int(id))]
    return min(_MOST_LANGUAGES, max(int(most) - len(others), 0) // messages)


def _is_ours(message_id: int) -> bool:
    return _FIRST_ID <= message_id < _FIRST_ID + _MOST_IDS


def _has_display(known: Known) -> bool:
    told = (known.value(_SWITCHES[_CONTROLLER][0]) or "").casefold() == "true"
    return (told or known.members(_FORMATS) is not None) and not _is_off(known, _CONTROLLER)


def _is_off(known: Known, controller: str) -> bool:
    return any(known.is_off(switch) for switch in _SWITCHES.get(controller, ()))


def _takes(known: Known, key: str) -> bool:
    """Whether the station has the variable and lets it be written."""
    if _is_off(known, key.partition("/")[0]):
        return False
    told = known.of_kind("variable").get(key, {})
    attributes = [one for one in told.get("attributes", ()) if one["type"] == "Actual"]
    return any(one.get("mutability") != "ReadOnly" for one in attributes)


def _default_price(prices: Prices, language: str, most: int) -> str:
    """As the OCA's pricing extension of 1.6 has it: the text twice."""
    text = one_line(prices, language, (most - len(_priced(""))) // 2)
    return _priced(text)


def _priced(text: str) -> str:
    return orjson.dumps({"priceText": text, "priceTextOffline": text}).decode()


_IN_FORM: Final[Mapping[str, Callable[[Prices, str, int], str]]] = {
    "Text": one_line,
    "DefaultPrice": _default_price,
}
