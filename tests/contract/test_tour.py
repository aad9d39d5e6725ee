"""ARCHITECTURE.md leads to real lines: each link's file exists and holds the word it shows."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\[`(?P<word>[^`]+)`\]\((?P<path>[^)#]+)\)")


def links(document: str) -> list[tuple[str, str]]:
    text = (ROOT / document).read_text()
    return [(match["word"], match["path"]) for match in LINK.finditer(text)]


@pytest.mark.parametrize(("word", "path"), links("ARCHITECTURE.md"))
def test_a_stop_of_the_tour_is_there(word, path):
    file = ROOT / path
    assert file.exists(), f"{path} is gone"
    if file.is_file() and file.suffix in {".py", ".json", ".js", ".yaml"} and word != file.name:
        assert word in file.read_text(), f"{path} does not mention {word}"


def test_the_tour_is_walked_in_order_from_frame_to_bill():
    paths = [path for _, path in links("ARCHITECTURE.md")]
    tour = [
        "functions/ocpp-gateway/src/ocpp_gateway/handlers/on_frame.py",
        "functions/ocpp-gateway/src/ocpp_gateway/routes.py",
        "functions/sessions/src/sessions/handlers/on_ledger.py",
        "statemachines/charging_session.asl.json",
        "functions/pricing/src/pricing/handlers/rate_session.py",
    ]
    positions = [paths.index(stop) for stop in tour]
    assert positions == sorted(positions)


def test_every_relative_link_of_the_documents_exists():
    for document in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / document).read_text()):
            assert (ROOT / target).exists(), f"{document} links to {target}"
