"""What if: arrivals, departures and retirements as immutable data, with a compact text for the address and the command line.

    >>> Scenario.decode("a:gp:1@38053,d:pharmacy:1@38085,r:gp").without(1).encode()
    'a:gp:1@38053,r:gp'
"""

from __future__ import annotations

import dataclasses
import enum
import math
import re

from cpts_analytics.access.country import Country, ScenarioError
from cpts_analytics.access.parameters import parameters
from cpts_analytics.access.services import SERVICES
from cpts_analytics.access.words import NBSP, at, counted, number, plain

MOST_ACTIONS = 40
MOST_POSTS = 50
_TEXT = re.compile(r"(?:(?P<kind>[adr]):)?(?P<service>[a-z_]{1,30})(?:\*(?P<share>\d+(?:\.\d+)?))?"
                   r"(?::(?P<posts>-?\d{1,6}(?:\.\d+)?)(?:x(?P<fte>-?\d+(?:\.\d+)?))?@(?P<commune>[0-9AB]{1,10}))?")
_HOW = "attendu par exemple a:gp:1@38053 (une arrivée), d:gp:2@38085 (deux départs) ou r:gp (départs en retraite)"


class Kind(enum.StrEnum):
    """What happens."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    RETIREMENT = "retirement"  # of a share of the accessibility owed to GPs over 65, in the whole territory


@dataclasses.dataclass(frozen=True, kw_only=True)
class Action:
    """One change. ``fte``: full-time equivalent of each post; ``share``: of those over 65 who stop (retirement only)."""

    kind: Kind
    service: str
    commune: str = ""
    posts: int = 1
    fte: float = 1.0
    share: float = 1.0

    def __post_init__(self) -> None:
        if self.service not in SERVICES:
            raise ScenarioError(f"«\u00a0{self.service[:40]}\u00a0» n'est pas un service connu\u00a0: attendu "
                                f"{', '.join(SERVICES)}.")
        if self.kind is Kind.RETIREMENT:
            if self.service != "gp":
                raise ScenarioError("Les départs en retraite ne se simulent que pour les médecins généralistes\u00a0: l'APL des "
                                    "65 ans et moins n'est publiée que pour eux.")
            if not 0 < self.share <= 1:
                raise ScenarioError(f"La part des départs en retraite doit être entre 0 et 1\u00a0: trouvé {plain(self.share)}.")
            return
        if not self.commune:
            raise ScenarioError(f"Il manque la commune de l'arrivée ou du départ\u00a0: {_HOW}.")
        if isinstance(self.posts, float) or not 1 <= self.posts <= MOST_POSTS:
            raise ScenarioError(f"Le nombre de postes doit être un entier de 1 à {MOST_POSTS}\u00a0: trouvé {self.posts}.")
        if not (math.isfinite(self.fte) and 0 < self.fte <= 1.5):
            raise ScenarioError(f"Le temps de travail d'un poste doit être entre 0 et 1,5 équivalent temps plein\u00a0: trouvé "
                                f"{plain(self.fte)}.")

    @classmethod
    def parse(cls, text: str, kind: Kind | None = None) -> Action:
        """``a:gp:1@38053``, ``gp:2x0.5@38053`` (two half-time posts), ``d:…``, ``r:gp`` or ``r:gp*0.5``. Raises ScenarioError.

        ``kind`` is what a text without a letter means; a letter that says otherwise is refused.
        """
        found = _TEXT.fullmatch(text.strip())
        if not found:
            raise ScenarioError(f"«\u00a0{text[:60]}\u00a0» ne se comprend pas\u00a0: {_HOW}.")
        letter = found["kind"]
        said = {"a": Kind.ARRIVAL, "d": Kind.DEPARTURE, "r": Kind.RETIREMENT, None: kind or Kind.ARRIVAL}[letter]
        if kind is not None and said is not kind:
            raise ScenarioError(f"«\u00a0{text[:60]}\u00a0» se contredit\u00a0: la lettre «\u00a0{letter}\u00a0» dit "
                                f"autre chose.")
        if said is Kind.RETIREMENT:
            if found["commune"]:
                raise ScenarioError("Les départs en retraite valent pour tout le territoire\u00a0: attendu r:gp, sans commune.")
            return cls(kind=said, service=found["service"], share=float(found["share"] or 1))
        if found["share"] or not found["commune"]:
            raise ScenarioError(f"«\u00a0{text[:60]}\u00a0» ne se comprend pas\u00a0: {_HOW}.")
        posts = float(found["posts"])
        if not posts.is_integer():
            raise ScenarioError(f"Le nombre de postes doit être un entier\u00a0: trouvé {plain(posts)}. Pour un mi-temps, "
                                "écrivez gp:1x0.5@38053.")
        return cls(kind=said, service=found["service"], posts=int(posts), fte=float(found["fte"] or 1), commune=found["commune"])

    def __str__(self) -> str:
        if self.kind is Kind.RETIREMENT:
            return f"r:{self.service}" + ("" if self.share == 1 else f"*{self.share:g}")
        part = "" if self.fte == 1 else f"x{self.fte:g}"
        return f"{self.kind.value[0]}:{self.service}:{self.posts}{part}@{self.commune}"

    def words(self, country: Country) -> str:
        """``arrivée de 2 médecins généralistes à mi-temps à Vienne``, ``fermeture d'une pharmacie au Cheylas``."""
        service = SERVICES[self.service]
        if self.kind is Kind.RETIREMENT:
            who = "des médecins généralistes de plus de 65 ans"
            return f"retraite {who}" if self.share == 1 else f"retraite de {number(100 * self.share)}{NBSP}% {who}"
        name = country.names[country.positions[self.commune]] if self.commune in country.positions else self.commune
        what = f"d'{service.a}" if self.posts == 1 else f"de {counted(self.posts, service.one, service.many)}"
        part = "mi-temps" if self.fte == 0.5 else f"{number(100 * self.fte)}{NBSP}% d'un temps plein"
        time = "" if self.fte == 1 else f" à {part}"
        if service.is_profession:
            verb = "arrivée" if self.kind is Kind.ARRIVAL else "départ"
        else:
            verb = "ouverture" if self.kind is Kind.ARRIVAL else "fermeture"
        return f"{verb} {what}{time} {at(str(name))}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Scenario:
    """Actions in the order in which they were made; ``consultations``: a year for one full-time GP (None: the stated default)."""

    actions: tuple[Action, ...] = ()
    consultations: float | None = None

    def __post_init__(self) -> None:
        if len(self.actions) > MOST_ACTIONS:
            raise ScenarioError(f"Un scénario tient {MOST_ACTIONS} changements au plus\u00a0: trouvé {len(self.actions)}.")
        if sum(action.kind is Kind.RETIREMENT for action in self.actions) > 1:
            raise ScenarioError("Les départs en retraite ne se comptent qu'une fois dans un scénario.")
        given = self.consultations
        if given is not None and not (math.isfinite(given) and 500 <= given <= 20_000):
            raise ScenarioError("Le nombre de consultations d'un généraliste en un an doit être entre 500 et 20\u202f000.")

    @property
    def consultations_per_gp(self) -> float:
        return parameters().consultations_per_gp if self.consultations is None else self.consultations

    @property
    def services(self) -> tuple[str, ...]:
        """What it touches, each once, in the order of the actions."""
        return tuple(dict.fromkeys(action.service for action in self.actions))

    def with_action(self, action: Action) -> Scenario:
        return dataclasses.replace(self, actions=(*self.actions, action))

    def without(self, position: int) -> Scenario:
        """The same with one action undone. Raises ScenarioError when there is none at this position."""
        if not 0 <= position < len(self.actions):
            raise ScenarioError("Ce changement n'est plus dans le scénario.")
        return dataclasses.replace(self, actions=self.actions[:position] + self.actions[position + 1:])

    def encode(self) -> str:
        """Compact text, read back by ``decode``: ``a:gp:1@38053,r:gp;5200``."""
        assumption = "" if self.consultations is None else f";{self.consultations:g}"
        return ",".join(map(str, self.actions)) + assumption

    @classmethod
    def decode(cls, text: str) -> Scenario:
        """The scenario of a text; "" is the empty one. Raises ScenarioError."""
        if len(text) > 2000:
            raise ScenarioError("Le texte du scénario est trop long.")
        changes, _, assumption = text.strip().partition(";")
        actions = tuple(Action.parse(part) for part in changes.split(",") if part.strip())
        try:
            consultations = float(assumption) if assumption else None
        except ValueError:
            raise ScenarioError(f"«\u00a0{assumption[:20]}\u00a0» n'est pas un nombre de consultations.") from None
        return cls(actions=actions, consultations=consultations)
