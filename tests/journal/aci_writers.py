"""Another process that adds one to a measure, again and again: ``python -m tests.journal.aci_writers MEASURE TIMES``.

It prints one line for each write that was acknowledged: version and value. TIMES 0 goes on for ever.
"""

from __future__ import annotations

import dataclasses
import itertools
import random
import sys
import time

from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import EditConflictError, Kept, Measure


def add_one(journal: Journal, measure_id: int, author: str) -> Kept[Measure]:
    """Read, add one, write; again from the present version after a conflict."""
    while True:
        seen = journal.aci.get(Measure, measure_id)
        record = dataclasses.replace(seen.record, numerator=(seen.record.numerator or 0) + 1, value=None)
        try:
            return journal.aci.change(measure_id, record, expected_version=seen.version, author=author)
        except EditConflictError:
            time.sleep(random.uniform(0, 0.01))


def main(measure_id: int, times: int) -> None:
    with Journal.open() as journal:
        for _ in range(times) if times else itertools.count():
            kept = add_one(journal, measure_id, "processus")
            sys.stdout.write(f"{kept.version} {kept.record.numerator}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
