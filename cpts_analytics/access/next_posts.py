"""Where would the next professional serve most? A ranking by criteria that are shown, never "the best"."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable

import numpy as np
import pandas as pd
import scipy.sparse as sparse

from cpts_analytics.access.country import ScenarioError
from cpts_analytics.access.national import Access
from cpts_analytics.access.profession import Profession
from cpts_analytics.access.scenario import Action, Kind, Scenario
from cpts_analytics.access.services import SERVICES
from cpts_analytics.access.simulation import simulate_apl
from cpts_analytics.access.supply import checked
from cpts_analytics.access.words import number
from cpts_analytics.statistics import lowest_tenth_limit, weighted_fifths

MOST_POSTS = 5


class Criterion(enum.StrEnum):
    """What the ranking orders by; ties go by the gain of the worst served, then by code."""

    LIFTED = "lifted"  # inhabitants of the territory who rise to the threshold
    WORST = "worst_gain"  # gain × inhabitants, over the fifth of the territory's inhabitants who have the least
    OLDER = "older_gain"  # gain × inhabitants of 75 and over
    TERRITORY = "territory_gain"  # gain × inhabitants of the territory


@dataclasses.dataclass(frozen=True, kw_only=True)
class Step:
    """One post: where the ranking puts it, and the ranking. Columns: ``rank, code, name, inside, lifted, worst_gain,
    older_gain, territory_gain, reached`` (inhabitants of the territory that gain), gains in unit × inhabitants."""

    code: str
    name: str
    ranking: pd.DataFrame


@dataclasses.dataclass(frozen=True, kw_only=True)
class NextPosts:
    """Greedy: each post is placed once those before it are there."""

    service: str
    threshold: float
    criterion: Criterion
    steps: tuple[Step, ...]
    scenario: Scenario  # the given one and the arrivals placed
    criteria: tuple[str, ...]  # French


def next_posts(model: Access, key: str, members: Iterable[str], ring: Iterable[str] = (), *, posts: int = 1,
               scenario: Scenario | None = None, criterion: Criterion = Criterion.LIFTED) -> NextPosts:
    """Rank the communes of the territory and of its ring for one more full-time professional, ``posts`` times (1 to 5).

    Raises ScenarioError.
    """
    if not 1 <= posts <= MOST_POSTS:
        raise ScenarioError(f"Le nombre d'arrivées à placer doit être de 1 à {MOST_POSTS}\u00a0: trouvé {posts}.")
    profession = model.profession(key)
    inside, around = model.rows(members), model.rows(ring)
    if not len(inside):
        raise ScenarioError("Le territoire n'a aucune commune.")
    candidates = np.concatenate([inside, np.setdiff1d(around, inside)])
    threshold = profession.service.threshold
    if threshold is None:
        threshold = lowest_tenth_limit(profession.published, profession.weights)
    present = scenario or Scenario()
    checked(present, model.country, {name: model.places(name) for name in present.services})
    steps = []
    per_post = present.consultations_per_gp if key == "gp" else profession.per_post
    gains = gain_table(profession, inside, candidates) * per_post
    before = simulate_apl(model, profession, present, inside).after[inside]
    for _ in range(posts):
        ranking = _ranking(model, _Question(inside, candidates, gains, threshold, Criterion(criterion)), before)
        chosen = int(np.flatnonzero(model.codes[candidates] == ranking["code"].iat[0])[0])
        steps.append(Step(code=ranking["code"].iat[0], name=ranking["name"].iat[0], ranking=ranking))
        present = present.with_action(Action(kind=Kind.ARRIVAL, service=key, commune=ranking["code"].iat[0]))
        before = before + gains[:, [chosen]].toarray().ravel()
    return NextPosts(service=key, threshold=threshold, criterion=Criterion(criterion), steps=tuple(steps), scenario=present,
                     criteria=_criteria(threshold, Criterion(criterion), key))


def gain_table(profession: Profession, members: np.ndarray, candidates: np.ndarray) -> sparse.csc_array:
    """Change of access of each member (rows) when one unit of supply is added at each candidate (columns).

    Sparse, as the catchments are: only those within reach are held, so that all of France is a question like another.
    """
    catchment = profession.catchment
    reach = catchment.reach[candidates]
    share = np.divide(1.0, reach, out=np.zeros(len(reach)), where=reach > 0)
    return sparse.csc_array(catchment.weights[members][:, candidates] @ sparse.diags_array(share))


@dataclasses.dataclass(frozen=True, eq=False)
class _Question:
    """Rows of the territory and of the candidates, and what one post at each candidate gives each member."""

    inside: np.ndarray
    candidates: np.ndarray
    gains: sparse.csc_array  # (members, candidates)
    threshold: float
    criterion: Criterion


def _ranking(model: Access, asked: _Question, before: np.ndarray) -> pd.DataFrame:
    inside, candidates, gains, threshold = asked.inside, asked.candidates, asked.gains, asked.threshold
    people, older = model.inhabitants[inside], np.nan_to_num(model.figures["population_75_plus"][inside])
    known = np.isfinite(before)
    worst = known & (weighted_fifths(np.where(known, before, np.nan), people).fifth == 1)
    each = gains.tocoo()
    home, gain = each.row, each.data
    lifts = (before[home] < threshold) & (before[home] + gain >= threshold)

    def by_candidate(values: np.ndarray) -> np.ndarray:
        """Sums over the members of what each pair of member and candidate counts."""
        return np.bincount(each.col, weights=values, minlength=len(candidates))

    table = pd.DataFrame({
        "code": model.codes[candidates], "name": model.country.names[candidates],
        "inside": np.arange(len(candidates)) < len(inside), "lifted": by_candidate(people[home] * lifts),
        "worst_gain": by_candidate((people * worst)[home] * gain), "older_gain": by_candidate(older[home] * gain),
        "territory_gain": by_candidate(people[home] * gain), "reached": by_candidate(people[home] * (gain > 0))})
    order = list(dict.fromkeys([asked.criterion.value, "worst_gain", "territory_gain"]))
    table = table.sort_values([*order, "code"], ascending=[*([False] * len(order)), True], kind="stable")
    return table.assign(rank=np.arange(1, len(table) + 1)).reset_index(drop=True)[
        ["rank", "code", "name", "inside", "lifted", "worst_gain", "older_gain", "territory_gain", "reached"]]


def _criteria(threshold: float, criterion: Criterion, key: str) -> tuple[str, ...]:
    meaning = f"{number(threshold, 1)} consultations par an et par habitant" if key == "gp" else \
        f"{number(threshold, 1)} {SERVICES[key].unit} (limite du dixième des habitants de France le moins bien pourvu)"
    then = Criterion.TERRITORY if criterion is Criterion.WORST else Criterion.WORST
    names = {Criterion.LIFTED: "les habitants du territoire qui passeraient le seuil",
             Criterion.WORST: "le gain du cinquième des habitants du territoire le moins bien pourvu",
             Criterion.OLDER: "le gain des habitants de 75 ans et plus",
             Criterion.TERRITORY: "le gain de tous les habitants du territoire"}
    return (f"Seuil\u00a0: {meaning}.",
            f"Classement d'abord selon {names[criterion]}, puis selon {names[then]}.",
            "Chaque colonne est un critère\u00a0: un autre critère donne un autre ordre, et aucun ne dit le "
            "«\u00a0meilleur\u00a0» lieu.",
            "Les gains sont l'APL gagnée multipliée par les habitants qui la gagnent, dans le territoire "
            "seulement\u00a0; les communes "
            "alentour sont candidates parce que leurs professionnels servent aussi le territoire.",
            "Ni le souhait des professionnels, ni les locaux, ni les projets en cours n'y entrent.")
