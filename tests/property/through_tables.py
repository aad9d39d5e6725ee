"""Examples that go through tables: shrinking one would take minutes."""

from hypothesis import HealthCheck, Phase, settings


def through_tables(examples: int) -> settings:
    """So many examples, as they are drawn."""
    return settings(
        max_examples=examples,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
