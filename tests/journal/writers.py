"""Another process that writes in the journal: ``python -m tests.journal.writers once|forever NAME``.

It prints one line for each write that was acknowledged, and nothing else.
"""

from __future__ import annotations

import dataclasses
import itertools
import sys

from cpts_analytics.journal import Journal
from cpts_analytics.model import Territory
from tests.journal.given import WHO, territory


def main(mode: str, name: str) -> None:
    with Journal.open() as journal:
        kept = journal.keep(territory(name), **WHO)
        say(kept)
        for number in itertools.count() if mode == "forever" else ():
            kept = journal.keep(dataclasses.replace(kept, spec=f"step:{number}"), **WHO)
            say(kept)


def say(kept: Territory) -> None:
    sys.stdout.write(f"{kept.kept_id} {kept.kept_version} {kept.spec}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
