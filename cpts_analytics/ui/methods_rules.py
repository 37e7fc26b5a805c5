"""The rules behind every figure, in plain French; numbers are those of the program."""

from __future__ import annotations

from collections.abc import Iterator

from cpts_analytics.access import Parameters, parameters
from cpts_analytics.aggregation import MINIMUM_COVERAGE
from cpts_analytics.disclosure import HIDDEN_TEXT
from cpts_analytics.model import Status
from cpts_analytics.statistics import MIN_EVENTS
from cpts_analytics.territory import PERIMETER_DATE
from cpts_analytics.territory.likes import MOST_LIKES
from cpts_analytics.ui.methods_reference import AGGREGATIONS
from cpts_analytics.views.numbers import number, percent, short_date, typeset
from cpts_analytics.views.states import NOT_TYPED, STATUS_WORDS, ZERO_WORDS
from cpts_analytics.views.verdicts import MEANINGS, SHAPES

Rule = tuple[str, tuple[str, ...]]

_COVERAGE = percent(100 * MINIMUM_COVERAGE)

_STATES = {
    Status.OK: "Le chiffre est celui que les fichiers publiés donnent, ou une somme de tels chiffres.",
    Status.ESTIMATED: "Calculé par une méthode décrite, avec un intervalle.",
    Status.PARTIAL: "Une partie du territoire n'est pas couverte ; un nombre est alors précédé de « au moins ».",
    Status.SUPPRESSED: "Le producteur le cache parce qu'il repose sur trop peu de personnes.",
    Status.NOT_PUBLISHED: "Le producteur ne le donne pas pour ce niveau ou ce lieu.",
    Status.NOT_LOADED: "Le producteur le publie, mais la copie détenue ne le contient pas.",
    Status.NOT_APPLICABLE: "Le calcul n'a pas de sens ici (dénominateur nul, comparaison vide).",
}


def rules() -> tuple[Rule, ...]:
    """Title and sentences of each rule."""
    found = (
        ("Comment le chiffre d'un territoire est fait", (
            "Le territoire est une liste de communes : ses chiffres sont faits des leurs, par la règle de chaque indicateur.",
            *AGGREGATIONS.values(),
            f"Un taux ou une moyenne n'est montré qu'à partir de {_COVERAGE} des habitants couverts ; en dessous : "
            "« couverture insuffisante ». Un nombre aux parties cachées devient « au moins … ».",
            "Quand le numérateur et le dénominateur sont de deux années, les deux sont écrites.")),
        ("À quoi le territoire est comparé", (
            "La référence est le reste du département : le département sans le territoire, qui en fait partie. Le département "
            "entier, la région et la France sont montrés à côté.",
            "À cheval sur plusieurs départements : une ligne pour chacun, avec sa part des habitants, jamais de moyenne.",
            "Quand le territoire est tout le département, la référence est la région, puis la France.")),
        ("Les dix territoires semblables", (
            f"Au plus {MOST_LIKES}, parmi les bassins de vie et les intercommunalités de la moitié au double des habitants du "
            "territoire, les plus proches par la population, la part rurale, la part des 75 ans et plus et la défavorisation "
            "(le revenu médian où elle manque).",
            "Aucun ne partage de commune avec le territoire ni avec un autre. L'accès aux soins n'entre pas dans le choix : "
            "c'est ce que l'on compare.")),
        ("Les verdicts", (
            f"{SHAPES['higher']} plus élevé, {SHAPES['lower']} plus bas, {SHAPES['close']} proche, {SHAPES['inconclusive']} "
            "écart non concluant, trop peu pour conclure ou non comparable.",
            "Écart pratique, pour ce qui est compté entièrement (offre, APL, âges, revenus) : un écart déclaré, 10 % sauf "
            "mention ; « non concluant » si un lieu, une place ou une personne de plus ou de moins change le mot.",
            f"Intervalle à 95 %, pour des événements (naissances, décès) : le mot « significativement » leur est réservé ; en "
            f"dessous de {number(MIN_EVENTS)} événements, « trop peu pour conclure ».",
            "Ensuite seulement un sens : " + ", ".join(MEANINGS.values()) + ". Un besoin n'est jamais « défavorable ».",
            "Une commune seule ne reçoit pas de verdict. Il n'y a ni note globale, ni classement.")),
        ("Les états d'un chiffre", (
            *(f"{STATUS_WORDS[status]} : {words}" for status, words in _STATES.items()),
            f"{ZERO_WORDS} : une vraie valeur, à ne pas confondre avec une absence.",
            f"{NOT_TYPED} : un chiffre que la CPTS peut saisir et qui ne l'est pas encore.")),
        ("Les petits nombres", (
            f"Un nombre de personnes tiré de données de santé n'est pas montré de 1 à 10 : « {HIDDEN_TEXT} » ; ni ce qui "
            "permettrait de le retrouver par différence.",
            "Les lieux d'exercice, les établissements et les habitants sont publics et sont montrés tels quels.")),
        ("Les communes de 2025", (
            f"Tous les fichiers sont ramenés aux communes du {short_date(PERIMETER_DATE)} : les communes fusionnées "
            "s'additionnent, ce qui ne peut pas être ramené est compté et dit.",
            "Paris, Lyon et Marseille existent comme commune et par arrondissement ; un territoire tient l'un ou l'autre.",
            "France : la métropole et les cinq DROM. Mayotte manque à plusieurs fichiers : elle est alors absente, pas nulle.")),
        ("Les temps de trajet et le modèle d'accès", tuple(_of_access(parameters()))),
    )
    return tuple((title, tuple(typeset(f"{line[:1].upper()}{line[1:]}") for line in lines)) for title, lines in found)


def _of_access(assumed: Parameters) -> Iterator[str]:
    """Every assumption with its value, how sure it is and where it comes from."""
    slow, fast = 60 / assumed.pace[1:], 60 / assumed.fast_pace
    values = {
        "detour": f"distance à vol d'oiseau × {number(assumed.detour, 1)}",
        "speed_kmh": f"de {number(slow.min())} km/h en commune dense à {number(slow.max())} en habitat très dispersé",
        "fast_speed_kmh": f"{number(fast.max())} km/h partout",
        "terminal": f"{number(assumed.terminal_minutes)} minutes",
        "blur": f"écart-type de {percent(100 * assumed.blur.share)}",
        "activity": f"pénalité de {number(assumed.activity.penalty, 2)}",
        "posts": f"{number(assumed.consultations_per_gp)} consultations par an",
    }
    for item in assumed.assumptions:
        value = f", {values[item.key]}" if item.key in values else ""
        yield f"{item.label}{value} ({item.status}). {item.source}"


LICENCE_LINES = tuple(map(typeset, (
    "Les jeux de données sont réutilisés sous la Licence Ouverte 2.0 (Etalab), sauf mention d'une autre licence dans leur "
    "fiche. Elle demande de nommer le producteur et la date de dernière mise à jour : chaque page le fait.",
    "Les figures montrées ici en sont dérivées : sommes, taux, comparaisons. Les producteurs ne les cautionnent pas et n'en "
    "sont pas responsables. N'engage ni l'ARS, ni la CPAM, ni les producteurs.",
    "Aucun fichier publié n'est recopié : l'application transporte des tables dérivées, avec l'empreinte de chaque fichier "
    "lu.")))
LICENCE_PAGE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
