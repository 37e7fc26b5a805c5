"""The only cache of the project: what every session shares, computed once.

Everything given back is shared between sessions and must not be changed in place. Figures are kept by
the territory's communes, the indicators, the year and the version of the data, not by object.
(Streamlit leaves arguments that begin with an underscore out of the key.)
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from cpts_analytics import access, missions, sources
from cpts_analytics import figures as figures_room
from cpts_analytics import store as store_room
from cpts_analytics.build import ensure_store
from cpts_analytics.errors import StoreError
from cpts_analytics.figures import LATEST, Question, query
from cpts_analytics.indicators import registry
from cpts_analytics.journal import Journal, location, perimeter_digest
from cpts_analytics.model import Level, Role, Territory
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, LikeTerritories, Profile
from cpts_analytics.territory import profile as profile_of
from cpts_analytics.ui import read
from cpts_analytics.views.map_classes import MapClasses, map_classes
from cpts_analytics.views.notes import SourceNote, source_note

Made = TypeVar("Made")

_COVERAGE = ("indicator", "role", "period", "coverage_communes", "total_communes", "coverage_population_pct", "status",
             "value", "lower", "method")

_FIRST_WAIT_SECONDS = 1.5
"""Answers that are near (kept on disk, a fast engine) are shown at once; the page waits no longer for the others."""

Identity = tuple[str, str, str, str]
"""Version of the data, digest of the communes, name, SPEC: what makes two figures the same."""


def store() -> Store:
    """The published store, made from ``data/`` when there is none; a new one is taken as soon as it is published."""
    try:
        path = store_room.published_path()
    except StoreError:
        path = _built()
    return _opened(str(path))


def geography() -> Geography:
    """Communes, areas and names of the present store."""
    return _geography(store().data_version)


def journal() -> Journal:
    """The journal of kept territories and typed answers. Raises JournalError when it cannot be opened."""
    return _journal(location.address().render_as_string(hide_password=False))


def figures(territory: Territory, keys: tuple[str, ...] = (), year: str = LATEST, *,
            likes: bool = False) -> pd.DataFrame:
    """Figure rows of a territory and its comparators (``figures.FIGURE_COLUMNS``); with ``likes``, those too."""
    return _figures(_identity(territory), tuple(keys), year, alike=likes, _territory=territory)


def parts(territory: Territory, keys: tuple[str, ...], year: str = LATEST) -> pd.DataFrame:
    """A figure row for each commune of the territory (role ``part``)."""
    return _parts(_identity(territory), tuple(keys), year, _territory=territory)


def map_values(key: str, year: str = LATEST, breakdown: str = "") -> pd.DataFrame:
    """Rows of one indicator for every commune and arrondissement of France."""
    return _map_values(store().data_version, key, year, breakdown)


def classes(key: str, year: str = LATEST, breakdown: str = "") -> MapClasses:
    """The classes of an indicator's map: the same for every territory, from the communes of France."""
    return _classes(store().data_version, key, year, breakdown)


def local_counts(keys: tuple[str, ...]) -> pd.Series:
    """What these indicators count in each commune and arrondissement of France, added up, by code."""
    return _local_counts(store().data_version, keys)


def periods(key: str) -> list[str]:
    """The periods that an indicator has, most recent first."""
    return _periods(store().data_version, key)


def likes(territory: Territory) -> LikeTerritories:
    """The ten like territories and how they were found."""
    return _likes(_identity(territory), _territory=territory)


def profile(territory: Territory) -> Profile:
    """Inhabitants, size class, départements, EPCI, communes apart."""
    return _profile(_identity(territory), _territory=territory)


def of_territory(what: str, territory: Territory, make: Callable[[], Made]) -> Made:
    """What ``make`` gives for a territory (texts, cards: never changed in place), made once under the name ``what``.

    It must follow from the communes, the name and the open data alone: nothing that people typed.
    """
    return _of_territory(what, _identity(territory), _make=make)


def of_data(what: str, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, the same for every territory, made once a version of the data under the name ``what``."""
    return _of_data(what, store().data_version, _make=make)


def chart(figure: dict[str, Any]) -> Any:
    """A chart checked by plotly once: its checking takes longer than the rest of a small screen."""
    return _chart(json.dumps(figure, sort_keys=True), _figure=figure)


def access_model() -> access.Access:
    """The access model of all France. Makes the table of travel times when it is not there: see ``access_wait``."""
    return _access_model(store().data_version)


def travel(territory: Territory) -> access.Asking | None:
    """The routing engine's answers around a territory, asked for in the background; None when no engine is configured."""
    url = os.environ.get(access.ROUTING_URL, "").strip()
    return _travel(_identity(territory)[:2], url, _members=territory.members) if url else None


def simulated(territory: Territory, scenario: access.Scenario, model: access.Access) -> access.Outcome:
    """What a scenario does, kept for the next runs. Raises ScenarioError, and then keeps nothing."""
    return _simulated(_identity(territory), scenario.encode(), model.source.state,
                      _make=lambda: access.simulate(model, scenario, territory.members))


def note(keys: Iterable[str], rows: pd.DataFrame | None = None) -> SourceNote:
    """The note of some indicators, with the coverage of the territory's figures in ``rows``."""
    own = None if rows is None else rows.loc[rows["role"] == Role.TERRITORY.value, list(_COVERAGE)]
    covered = () if own is None else tuple(own.itertuples(index=False, name=None))
    return _note(store().data_version, tuple(dict.fromkeys(keys)), repr(covered), _rows=own)


def overview(contract_id: int, day: dt.date, population: int | None, population_year: int | None) -> missions.Overview:
    """A contract as of now: what was written since it was last read is read anew. Raises JournalError."""
    stamp = journal().aci.stamp()
    return _overview(location.address().render_as_string(hide_password=False), contract_id, day, (population, population_year),
                     stamp)


def area_options(level: Level) -> dict[str, str]:
    """Code → « CA Porte de l'Isère (CAPI) » of every area of a level, by name."""
    return _area_options(store().data_version, level.value)


def commune_options() -> dict[str, str]:
    """Code → « Saint-Savin (38, Isère) » of every commune and arrondissement, by name."""
    return _commune_options(store().data_version)


def _identity(territory: Territory) -> Identity:
    return store().data_version, perimeter_digest(territory), territory.name, territory.spec


@st.cache_resource(show_spinner="Préparation des figures (première fois)…", max_entries=1)
def _built() -> Path:
    return ensure_store()


@st.cache_resource(show_spinner=False, max_entries=2)
def _opened(path: str) -> Store:
    return Store.open(Path(path))


@st.cache_resource(show_spinner=False, max_entries=2)
def _geography(version: str) -> Geography:
    return Geography.load(store())


@st.cache_resource(show_spinner=False, max_entries=4)
def _journal(url: str) -> Journal:
    return Journal.open(url)


@st.cache_resource(show_spinner="Calcul des chiffres…", max_entries=256)
def _figures(identity: Identity, keys: tuple[str, ...], year: str, *, alike: bool,
             _territory: Territory) -> pd.DataFrame:
    chosen = tuple((like.level.value, like.code) for like in likes(_territory).chosen) if alike else ()
    return figures_room.table(store(), _territory, Question(keys=keys, comparators=True, year=year, likes=chosen))


@st.cache_resource(show_spinner="Calcul des chiffres…", max_entries=64)
def _parts(identity: Identity, keys: tuple[str, ...], year: str, _territory: Territory) -> pd.DataFrame:
    return figures_room.each_part(store(), _territory, Question(keys=keys, year=year))


@st.cache_resource(show_spinner="Lecture des communes de France…", max_entries=8)
def _map_values(version: str, key: str, year: str, breakdown: str) -> pd.DataFrame:
    return read.map_values(store(), key, year, breakdown)


@st.cache_resource(show_spinner=False, max_entries=512)
def _classes(version: str, key: str, year: str, breakdown: str) -> MapClasses:
    rows = map_values(key, year, breakdown)
    return map_classes(registry()[key], rows.loc[rows["level"] == Level.COMMUNE.value, "value"])


@st.cache_resource(show_spinner=False, max_entries=64)
def _local_counts(version: str, keys: tuple[str, ...]) -> pd.Series:
    return figures_room.local_counts(store(), keys)


@st.cache_resource(show_spinner=False, max_entries=512)
def _periods(version: str, key: str) -> list[str]:
    return query.periods(store(), key)


@st.cache_resource(show_spinner=False, max_entries=2)
def _variables(version: str) -> pd.DataFrame:
    return figures_room.variables(store())


@st.cache_resource(show_spinner="Recherche de territoires semblables…", max_entries=128)
def _likes(identity: Identity, _territory: Territory) -> LikeTerritories:
    return figures_room.likes(store(), geography(), _territory, _variables(store().data_version))


@st.cache_resource(show_spinner=False, max_entries=256)
def _profile(identity: Identity, _territory: Territory) -> Profile:
    return profile_of(_territory, geography())


@st.cache_resource(show_spinner=False, max_entries=1024)
def _of_territory(what: str, identity: Identity, _make: Callable[[], Any]) -> Any:
    return _make()


@st.cache_resource(show_spinner="Préparation du modèle d'accès (première fois)…", max_entries=2)
def _access_model(version: str) -> access.Access:
    return access.load(store())


@st.cache_resource(show_spinner=False, max_entries=32)
def _simulated(identity: Identity, text: str, travel_state: str, _make: Callable[[], access.Outcome]) -> access.Outcome:
    return _make()


@st.cache_resource(show_spinner=False, max_entries=8)
def _travel(territory: tuple[str, ...], url: str, _members: tuple[str, ...]) -> access.Asking:
    asked = access.Asking(access_model(), _members, store().path.parent)
    asked.wait(_FIRST_WAIT_SECONDS)
    return asked


@st.cache_resource(show_spinner=False, max_entries=256)
def _of_data(what: str, version: str, _make: Callable[[], Any]) -> Any:
    return _make()


@st.cache_resource(show_spinner=False, max_entries=256)
def _chart(content: str, _figure: dict[str, Any]) -> Any:
    return read.figure(_figure)


@st.cache_resource(show_spinner=False, max_entries=256)
def _note(version: str, keys: tuple[str, ...], covered: str, _rows: pd.DataFrame | None) -> SourceNote:
    records = registry()
    return source_note([records[key] for key in keys if key in records], sources.records(), _rows)


@st.cache_resource(show_spinner=False, max_entries=16)
def _overview(url: str, contract_id: int, day: dt.date, people: tuple[int | None, int | None],
              stamp: tuple[int, int]) -> missions.Overview:
    held = _read_before(url, contract_id)
    held[:] = [missions.overview(journal().aci, contract_id, day, *people, former=held[0] if held else None)]
    return held[0]


@st.cache_resource(show_spinner=False, max_entries=16)
def _read_before(url: str, contract_id: int) -> list[missions.Overview]:
    """The overview of this contract that was read last, if any."""
    return []


@st.cache_resource(show_spinner=False, max_entries=12)
def _area_options(version: str, level: str) -> dict[str, str]:
    return read.area_options(geography(), level)


@st.cache_resource(show_spinner=False, max_entries=2)
def _commune_options(version: str) -> dict[str, str]:
    return read.commune_options(geography())
