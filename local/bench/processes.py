"""CPU seconds of a set of processes and all their descendants, from /proc."""

import os
from collections.abc import Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(roots: Iterable[int]) -> float:
    """User and system time of the roots, their living descendants and their reaped children."""
    stats = _all_stats()
    wanted = set(roots)
    grown = True
    while grown:
        born = {pid for pid, (parent, _) in stats.items() if parent in wanted} - wanted
        wanted |= born
        grown = bool(born)
    return sum(stats[pid][1] for pid in wanted if pid in stats)


def _all_stats() -> dict[int, tuple[int, float]]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            ticks = sum(int(field) for field in fields[11:15])
            found[int(folder.name)] = (int(fields[1]), ticks / _TICKS)
    return found
