"""What is handed out of a session that has signed too much: its ends, for those are billed."""

from collections.abc import Iterator, Sequence


def from_both_ends(octets: Sequence[int], most: int, most_octets: int) -> list[int]:
    """The places of those that fit, rising: the first and the last before what lies between."""
    chosen: list[int] = []
    for place in _inwards(len(octets)):
        most_octets -= octets[place]
        if len(chosen) == most or most_octets < 0:
            break
        chosen.append(place)
    return sorted(chosen)


def _inwards(length: int) -> Iterator[int]:
    """0, the last, 1, the last but one, ... each once."""
    for place in range((length + 1) // 2):
        yield place
        if place != length - 1 - place:
            yield length - 1 - place
