"""The invented country, made once for the tests of territories."""

from __future__ import annotations

import pytest

from cpts_analytics.territory.geography import Geography
from tests.territory import world


@pytest.fixture(scope="session")
def geography() -> Geography:
    return world.geography()
