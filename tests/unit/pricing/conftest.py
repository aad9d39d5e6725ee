"""CS-1 stands at S1."""

import pytest

from corridor_kernel.times import from_text
from tests.unit.pricing.samples import EVSES, SITE


@pytest.fixture
def station(aws):
    from pricing.remember_site import remember_site

    remember_site("CS-1", SITE, EVSES, from_text("2026-01-01T00:00:00Z"))
