"""The figures of a blackout, as text."""

from local.bench.figures import percentile, table
from local.blackout.play import Outcome


def figures(outcome: Outcome) -> str:
    """Reconnects, the drain of the queues and how the live stations fared; milliseconds."""
    told = [station.figures for station in outcome.stations]
    span_s = _span([station.connected_at for station in told if station.connected_at])
    events = sum(len(station.answers_s) for station in told)
    drains = [station.drain_per_s for station in told if len(station.answers_s) > 1]
    rows = [
        ("connect and handshake", *_ms([station.connect_s for station in told])),
        ("first Heartbeat", *_ms([station.first_heartbeat_s for station in told])),
        ("replayed TransactionEvent", *_ms([s for station in told for s in station.answers_s])),
        ("live stations, all calls", *_ms(outcome.live.all_seconds)),
    ]
    head = ("answer", "calls", "p50 ms", "p95", "p99")
    sessions = sum(len(station.story) for station in outcome.stations)
    return "\n".join(
        (
            table(f"{len(told)} stations after 72 h without a link", head, rows),
            *([f"{len(told) / span_s:.1f} connects/s accepted"] if span_s else []),
            f"{events} events replayed in {outcome.drained_s:.0f} s: "
            f"{events / outcome.drained_s:.0f} events/s in all; a station drains "
            f"{percentile(drains, 0.0):.1f} to {percentile(drains, 1.0):.1f} events/s, "
            f"median {percentile(drains, 0.5):.1f}",
            f"{sessions} sessions, counted {outcome.billed_s:.0f} s after the first came back; "
            f"{len(outcome.faults)} faults; {outcome.live.failures} failures of live stations "
            f"{outcome.live.first_failure}".rstrip(),
        )
    )


def _span(instants: list[float]) -> float:
    return max(instants, default=0.0) - min(instants, default=0.0)


def _ms(seconds: list[float]) -> tuple[int, float, float, float]:
    p50, p95, p99 = (1000 * percentile(seconds, share) for share in (0.5, 0.95, 0.99))
    return len(seconds), p50, p95, p99
