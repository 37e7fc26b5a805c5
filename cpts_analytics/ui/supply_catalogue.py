"""What can be looked at in Offre de soins: professions, structures, places; read off the indicators.

A type that is added to the indicators is on the screen without any other change.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from types import MappingProxyType

from cpts_analytics import indicators
from cpts_analytics.model import Indicator
from cpts_analytics.views.cards import PLACES

PRIMARY, SPECIALISTS, STRUCTURES, ELDERLY = ("Soins de premier recours", "Spécialistes", "Structures",
                                             "Personnes âgées")
GROUPS = (PRIMARY, SPECIALISTS, STRUCTURES, ELDERLY)
DEFAULT = "gp"

_PRIMARY = ("gp", "nurse", "physiotherapist", "pharmacy", "dentist", "midwife", "podiatrist")
_RATES = {"density_": "count_", "rate_places_": "places_"}


@dataclasses.dataclass(frozen=True)
class Offer:
    """One profession or facility: the keys of its count, of its rate and of the inhabitants without any."""

    slug: str
    group: str
    count_key: str
    rate_key: str
    presence_key: str  # the count that is 0 where there is none
    without_key: str = ""  # share of inhabitants without any, where an indicator gives it
    people: bool = False  # counted by place of practice

    @property
    def rate(self) -> Indicator:
        return indicators.registry()[self.rate_key]

    @property
    def count(self) -> Indicator:
        return indicators.registry()[self.count_key]

    @property
    def without(self) -> Indicator:
        """Share of inhabitants without any; only where ``without_key`` is there."""
        return indicators.registry()[self.without_key]

    @property
    def presence(self) -> Indicator:
        return indicators.registry()[self.presence_key]

    @property
    def label(self) -> str:
        return self.rate.label.replace("’", "'")

    @property
    def choice(self) -> str:
        """As written in the list of choices: « Cardiologues · spécialistes »."""
        return f"{self.label} · {lower_first(self.group)}"

    @property
    def per(self) -> str:
        """What the rate is counted for: « 10 000 habitants »."""
        return self.rate.unit.partition("pour ")[2]

    @property
    def has_apl(self) -> bool:
        """Whether access to it is measured, beside its presence."""
        return f"apl_{self.slug}" in indicators.registry()

    @property
    def question(self) -> str:
        return f"Où sont les {lower_first(self.label)}\u00a0?"

    @property
    def keys(self) -> tuple[str, ...]:
        """Everything that the detail shows."""
        ratio = ("gp_places_per_gp",) if self.slug == "gp" else ()
        return tuple(dict.fromkeys(key for key in (self.count_key, self.rate_key, self.presence_key, self.without_key,
                                                   *ratio) if key))


@functools.cache
def offers() -> Mapping[str, Offer]:
    """Slug → offer, by group, in the order of the indicators (primary care in the order people name it)."""
    found = [offer for key, record in indicators.registry().items() if (offer := _offer(key, record)) is not None]
    found.sort(key=lambda offer: (GROUPS.index(offer.group), _place(offer.slug)))
    return MappingProxyType({offer.slug: offer for offer in found})


def overview_keys() -> tuple[str, ...]:
    """Counts and rates of every offer."""
    return tuple(key for offer in offers().values() for key in (offer.count_key, offer.rate_key))


def _offer(key: str, record: Indicator) -> Offer | None:
    registry = indicators.registry()
    prefix = next((prefix for prefix in _RATES if key.startswith(prefix)), "")
    slug = key.removeprefix(prefix)
    count_key = f"{_RATES.get(prefix, '')}{slug}"
    if record.theme != "supply" or not prefix or count_key not in registry:
        return None
    people = PLACES in record.badges
    group = PRIMARY if slug in _PRIMARY else ELDERLY if prefix == "rate_places_" else SPECIALISTS if people else STRUCTURES
    without = f"share_without_{slug}"
    return Offer(slug, group, count_key, key, presence_key=f"count_{slug}",
                 without_key=without if without in registry else "", people=people)


def _place(slug: str) -> int:
    return _PRIMARY.index(slug) if slug in _PRIMARY else len(_PRIMARY)


@dataclasses.dataclass(frozen=True)
class Liberal:
    """One line of the liberal professionals that are known by département only."""

    slug: str
    headcount: Indicator
    density: Indicator

    @property
    def per(self) -> str:
        return self.density.unit.partition("pour ")[2]

    @property
    def by_commune(self) -> str:
        """Whether places of practice of the same profession are known by commune; empty for a sum of lines."""
        if self.slug.endswith("_all"):
            return ""
        return "oui" if self.slug in offers() else "en partie" if self.slug in _PARTLY else "non"


_PARTLY = ("surgeon", "nephrologist")
"""Lines that the BPE cuts otherwise (general and orthopaedic surgeons, nephrologists with urologists)."""


@functools.cache
def liberals() -> tuple[Liberal, ...]:
    """The professions of the Assurance maladie: first those that no commune's figure tells, sums of others last."""
    registry = indicators.registry()
    prefix, density = "liberal_", "liberal_density_"
    slugs = [key.removeprefix(density) for key in registry if key.startswith(density)]
    hidden = [item.liberal for item in _ABSENT if item.liberal]
    slugs.sort(key=lambda slug: (slug.endswith("_all"), hidden.index(slug) if slug in hidden else len(hidden)))
    return tuple(Liberal(slug, registry[prefix + slug], registry[density + slug]) for slug in slugs)


def liberal_keys() -> tuple[str, ...]:
    return tuple(record.key for line in liberals() for record in (line.headcount, line.density))


def note_keys(offer: Offer) -> tuple[str, ...]:
    """The indicators of the note: those of the offer, then one for each other set of sources and limits on the page."""
    registry = indicators.registry()
    said = {(registry[key].reads, registry[key].limits) for key in offer.keys}
    keys = list(offer.keys)
    for key in (*overview_keys(), *liberal_keys()):
        papers = (registry[key].reads, registry[key].limits)
        if papers not in said:
            said.add(papers)
            keys.append(key)
    return tuple(keys)


@dataclasses.dataclass(frozen=True)
class Absent:
    """A type that Insee's BPE publishes and that the copy behind the figures does not hold."""

    code: str  # of the BPE's nomenclature of 2024
    label: str
    liberal: str = ""  # the line that counts the liberal ones by département, if any


_ABSENT = (
    Absent("D282", "Orthophonistes", "speech_therapist"), Absent("D283", "Orthoptistes", "orthoptist"),
    Absent("D250", "Psychologues"), Absent("D249", "Diététiciens"), Absent("D247", "Ergothérapeutes"),
    Absent("D248", "Psychomotriciens"), Absent("D246", "Audioprothésistes"),
    Absent("D245", "Professionnels de l'appareillage"), Absent("D267", "Dermatologues", "dermatologist"),
    Absent("D276", "Gynécologues", "gynaecologist"), Absent("D272", "Pédiatres", "paediatrician"),
    Absent("D273", "Pneumologues", "pulmonologist"), Absent("D271", "Oto-rhino-laryngologistes", "ent_specialist"),
    Absent("D275", "Stomatologues", "stomatologist"), Absent("D257", "Hématologues"), Absent("D260", "Oncologues"),
    Absent("D258", "Médecins de réadaptation"), Absent("D111", "Centres de dialyse"),
    Absent("D112", "Hospitalisation à domicile"), Absent("D105", "Centres de lutte contre le cancer"),
    Absent("D109", "Psychiatrie ambulatoire"), Absent("D110", "Centres de médecine préventive"),
    Absent("D114", "Addictologie"), Absent("D115", "Protection maternelle et infantile"),
)


def absent() -> tuple[Absent, ...]:
    """Types of the BPE that no indicator counts yet, most asked for first."""
    counted = " ".join(record.definition for record in indicators.of_theme("supply"))
    return tuple(item for item in _ABSENT if item.code not in counted)


def lower_first(text: str) -> str:
    """« Médecins » → « médecins »; an acronym (« EHPAD ») stays."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
