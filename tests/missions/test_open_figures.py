"""Indicators that the open data fill: each value is the published one, and says its level."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import DataSource, Giver, Measure, MeasureState
from cpts_analytics.missions import open_figures
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve
from tests.journal.aci_given import BY, measure, small


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(f"sqlite:///{tmp_path / 'journal.sqlite'}") as opened:
        yield opened


def test_the_departements_value_says_so(journal: Journal, store: Store, geography: Geography,
                                        shipped: Callable[..., pd.DataFrame]) -> None:
    territory = resolve("epci:243800604", geography)
    given = small(journal, source=DataSource.OPEN_DATA, open_data_key="vaccination_flu_65_plus")
    found = open_figures.open_measures(store, territory, given.indicator)
    published = shipped("SELECT period, numerator FROM figures WHERE indicator = 'vaccination_flu_65_plus' AND level = "
                        "'departement' AND area = '38' AND status = 'ok' ORDER BY period")
    assert len(found) == len(published) > 5
    assert {item.level for item in found} == {"département de l'Isère"}
    assert {item.giver for item in found} == {Giver.OPEN_DATA} and found[-1].numerator is None
    typed = journal.aci.add(measure(given, found[0].period), **BY)
    assert open_figures.fill(journal.aci, given.contract.id, store, territory, author="A") == len(found) - 1
    assert open_figures.fill(journal.aci, given.contract.id, store, territory, author="A") == 0
    kept = journal.aci.find(Measure)
    assert typed in kept and len(kept) == len(found)
    assert {item.record.state for item in kept if item != typed} == {MeasureState.PROPOSED}


def test_the_territorys_own_value_needs_no_level(journal: Journal, store: Store, geography: Geography) -> None:
    territory = resolve("epci:243800604", geography)
    given = small(journal, source=DataSource.OPEN_DATA, open_data_key="share_below_2_5")
    assert {item.level for item in open_figures.open_measures(store, territory, given.indicator)} == {""}
    by_hand = dataclasses.replace(given.indicator.record, source=DataSource.TYPED)
    kept = journal.aci.change(given.indicator.id, by_hand, expected_version=1, **BY)
    assert open_figures.open_measures(store, territory, kept) == ()
