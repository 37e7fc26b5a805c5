"""The perimeter and what it is compared to: départements, like territories, neighbours, overlaps, shared communes."""

from __future__ import annotations

from collections.abc import Sequence

from cpts_analytics.errors import JournalError
from cpts_analytics.model import Territory
from cpts_analytics.territory import Profile, touching
from cpts_analytics.ui import cache, territory_words
from cpts_analytics.ui.markup import Markup, draw, tag
from cpts_analytics.views.numbers import count_words, typeset

_MOST_AREAS = 12


def show(territory: Territory, profile: Profile) -> None:
    """A heading, then what concerns the perimeter beside what concerns the comparison."""
    draw(tag("h2", "Périmètre et comparaisons"),
         tag("div", _perimeter(territory, profile), _comparison(territory, profile), cls="cpts-cards cpts-cards-2"))


def _perimeter(territory: Territory, profile: Profile) -> Markup:
    geography = cache.geography()
    around = cache.of_territory("neighbours", territory, lambda: touching(territory.members, geography))
    lines = [territory_words.apart_words(profile, geography) or "Toutes les communes se touchent.", *_overlaps(territory),
             *territory_words.shared_words(territory.shared, geography), _around_words(len(around))]
    lists = cache.of_territory("perimeter lists", territory, lambda: (
        _details(f"Les {count_words(profile.communes, 'commune')}",
                 [territory_words.names_words(territory.members, geography, 400)]),
        _details("Les communes voisines", [territory_words.names_words(around, geography, 100)] if around else []),
        _details("Les intercommunalités", territory_words.epci_words(profile))))
    return tag("article", tag("h3", "Le périmètre"), _list(lines), *lists, cls="cpts-card")


def _around_words(count: int) -> str:
    if not count:
        return "Aucune commune ne touche ce territoire."
    return f"{count_words(count, 'commune voisine', 'communes voisines')} " \
        f"{'touchent' if count > 1 else 'touche'} le territoire."


def _comparison(territory: Territory, profile: Profile) -> Markup:
    likes = cache.likes(territory)
    reference = "Les chiffres sont comparés au reste du département, puis à la France." if len(profile.departements) == 1 else \
        "Le territoire est sur plusieurs départements : chacun a sa ligne, sans moyenne ; la référence est celui qui compte le " \
        "plus d'habitants."
    return tag("article", tag("h3", "À quoi il est comparé"),
               _list([reference, *territory_words.departement_words(profile)]),
               _details("Dix territoires semblables" if len(likes.chosen) == 10 else "Territoires semblables",
                        [*territory_words.like_rows(likes), *territory_words.like_words(likes)]), cls="cpts-card")


def _overlaps(territory: Territory) -> list[str]:
    geography = cache.geography()
    codes = cache.of_territory("codes that share ground", territory, lambda: _same_ground(territory.members))
    try:
        found = cache.journal().overlaps(codes, territory.kept_id)
    except JournalError as error:
        return [str(error)]
    return territory_words.overlap_words(found, geography) or ["Aucune commune en commun avec un autre territoire gardé."]


def _same_ground(members: Sequence[str]) -> set[str]:
    """The members, the communes that they are parts of, and their own arrondissements."""
    parents = cache.geography().communes["parent_code"]
    parts = parents[parents != ""]
    inside = set(members)
    return {*inside, *parts[parts.index.isin(inside)], *parts.index[parts.isin(inside)]}


def _list(lines: Sequence[str]) -> Markup:
    return tag("ul", *(tag("li", typeset(line)) for line in lines if line))


def _details(title: str, lines: Sequence[str]) -> Markup:
    if not lines:
        return tag("span")
    shown = list(lines[:_MOST_AREAS + 8])
    return tag("details", tag("summary", title), _list(shown))
