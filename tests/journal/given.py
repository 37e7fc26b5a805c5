"""What the tests of the journal write."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cpts_analytics.model import Territory

WHO = {"author": "Camille", "reason": "essai"}


def territory(name: str = "Pays Berjalliens", **fields: Any) -> Territory:
    return Territory(**{"name": name, "members": ("38053", "38085"), "spec": "communes:38053,38085",
                        "valid_from": dt.date(2023, 1, 1)} | fields)
