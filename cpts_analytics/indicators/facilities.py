"""Offre de soins, by commune: the 32 types of the BPE, count and density, and communes without."""

from __future__ import annotations

import dataclasses

import pandas as pd

from cpts_analytics.indicators._inputs import Inputs, known, local_rows, published_rows
from cpts_analytics.model import Aggregation, Indicator, Level, Polarity, VerdictRule

PLACES = "Lieux d'exercice"
_BPE = "Insee, Base permanente des équipements (BPE) 2024"
_READS = ("bpe_2024", "legal_population_2023")


@dataclasses.dataclass(frozen=True)
class FacilityType:
    """One type of the BPE: its code, the English slug of its keys, its French words, per how many inhabitants."""

    code: str
    slug: str
    label: str  # as a card's title, capital first
    plural: str  # in a sentence: "lieux d'exercice de …", "pharmacies"
    per: int = 100_000
    people: bool = False  # a profession counted by place of practice


def _profession(code: str, slug: str, label: str, singular: str, per: int = 100_000) -> FacilityType:
    liaison = "d'" if singular[0] in "aeiouéèêhoO" and not singular.startswith("h-") else "de "
    return FacilityType(code, slug, label, f"lieux d'exercice {liaison}{singular}", per, people=True)


TYPES = (
    _profession("D265", "gp", "Médecins généralistes", "médecin généraliste", 10_000),
    _profession("D281", "nurse", "Infirmiers", "infirmier", 10_000),
    _profession("D279", "physiotherapist", "Kinésithérapeutes", "masseur-kinésithérapeute", 10_000),
    _profession("D277", "dentist", "Chirurgiens-dentistes", "chirurgien-dentiste", 10_000),
    _profession("D278", "midwife", "Sages-femmes", "sage-femme", 10_000),
    _profession("D280", "podiatrist", "Pédicures-podologues", "pédicure-podologue", 10_000),
    FacilityType("D307", "pharmacy", "Pharmacies", "pharmacies", 10_000),
    FacilityType("D302", "laboratory", "Laboratoires d'analyses", "laboratoires d'analyses médicales"),
    FacilityType("D303", "ambulance", "Ambulances", "services d'ambulance"),
    FacilityType("D304", "blood_centre", "Centres de transfusion", "centres de transfusion sanguine"),
    FacilityType("D113", "msp", "Maisons de santé (MSP)", "maisons de santé pluriprofessionnelles"),
    FacilityType("D108", "health_centre", "Centres de santé", "centres de santé"),
    FacilityType("D101", "short_stay", "Hôpitaux de court séjour", "établissements de santé de court séjour"),
    FacilityType("D102", "rehabilitation", "Soins de suite et réadaptation", "établissements de soins de suite"),
    FacilityType("D103", "long_stay", "Soins de longue durée", "établissements de soins de longue durée"),
    FacilityType("D104", "psychiatric_hospital", "Établissements psychiatriques", "établissements psychiatriques"),
    FacilityType("D106", "emergency", "Services d'urgences", "services d'urgences"),
    FacilityType("D107", "maternity", "Maternités", "maternités"),
    _profession("D251", "allergist", "Allergologues", "allergologue"),
    _profession("D252", "anaesthetist", "Anesthésistes-réanimateurs", "anesthésiste-réanimateur"),
    _profession("D253", "general_surgeon", "Chirurgiens généraux", "chirurgien généraliste"),
    _profession("D254", "orthopaedic_surgeon", "Chirurgiens orthopédistes et plasticiens",
                "chirurgien orthopédiste ou plasticien"),
    _profession("D255", "endocrinologist", "Endocrinologues", "endocrinologue"),
    _profession("D256", "geriatrician", "Gériatres", "gériatre"),
    _profession("D259", "neurologist", "Neurologues", "neurologue"),
    _profession("D261", "rheumatologist", "Rhumatologues", "rhumatologue"),
    _profession("D262", "urologist_nephrologist", "Urologues et néphrologues", "urologue ou néphrologue"),
    _profession("D266", "cardiologist", "Cardiologues", "cardiologue"),
    _profession("D268", "gastroenterologist", "Gastro-entérologues", "gastro-entérologue"),
    _profession("D269", "psychiatrist", "Psychiatres", "psychiatre"),
    _profession("D270", "ophthalmologist", "Ophtalmologues", "ophtalmologue"),
    _profession("D274", "radiologist", "Radiologues", "radiologue"),
)
_BY_SLUG = {item.slug: item for item in TYPES}
_WITHOUT = {"gp": "médecin généraliste", "pharmacy": "pharmacie", "nurse": "infirmier"}
_NOT_PERSONS = ("Lieux d'exercice, non des personnes : un professionnel qui exerce en deux endroits compte deux fois.",
                "Ne dit rien de la patientèle ni du temps de présence.")


def _record(key: str, label: str, unit: str, **more: object) -> Indicator:
    defaults: dict[str, object] = {
        "theme": "supply", "polarity": Polarity.HIGHER_IS_FAVOURABLE, "reads": _READS, "references": (_BPE,),
        "denominator_label": "habitants"}
    return Indicator(key=key, label=label, unit=unit, **{**defaults, **more})  # type: ignore[arg-type]


def _count(item: FacilityType) -> Indicator:
    return _record(
        f"count_{item.slug}", item.label, "lieux d'exercice" if item.people else "établissements",
        aggregation=Aggregation.SUM, verdict=VerdictRule.NONE, decimals=0, numerator_label=item.plural,
        badges=(PLACES,) if item.people else (), limits=_NOT_PERSONS if item.people else (),
        denominator_is_inhabitants=False, reads=("bpe_2024",),
        definition=f"Nombre de {item.plural} (BPE, type {item.code}).", formula="somme des communes ; absent = 0",
        lecture=f"Lecture : en {{period}}, {{area}} compte {{numerator}} {item.plural}.", map_classes=(1, 2, 5, 10, 30))


def _density(item: FacilityType) -> Indicator:
    per = f"{item.per:,}".replace(",", "\u202f")
    return _record(
        f"density_{item.slug}", item.label, f"pour {per} habitants", aggregation=Aggregation.RATIO, scale=float(item.per),
        verdict=VerdictRule.GAP, numerator_label=item.plural, badges=(PLACES,) if item.people else (),
        limits=_NOT_PERSONS if item.people else (),
        definition=f"Nombre de {item.plural} (BPE 2024, type {item.code}) pour {per} habitants.",
        formula=f"{per} × Σ {item.plural} 2024 ÷ Σ population municipale 2023",
        lecture=f"Lecture : {{numerator}} {item.plural} pour {{denominator}} habitants, soit {{value}} pour {per}, contre "
                "{reference_value} dans {reference}.")


def _without(slug: str, words: str) -> tuple[Indicator, Indicator]:
    common = {"polarity": Polarity.LOWER_IS_FAVOURABLE, "numerator_label": "habitants"}
    definition = f"Habitants des communes qui n'ont aucun lieu d'exercice de {words}." if slug != "pharmacy" else \
        "Habitants des communes qui n'ont aucune pharmacie."
    limits = ("Un cabinet peut être tout proche, de l'autre côté de la limite communale.",)
    noun = "pharmacie" if slug == "pharmacy" else words
    return (_record(f"inhabitants_without_{slug}", f"Habitants sans {noun} communale"[:60] if slug == "pharmacy"
                    else f"Habitants sans {noun} communal", "habitants", aggregation=Aggregation.SUM, decimals=0,
                    verdict=VerdictRule.NONE, definition=definition, limits=limits,
                    formula="Σ population des communes où le nombre est 0",
                    lecture=f"Lecture : {{numerator}} habitants de {{area}} vivent dans une commune sans {noun}.", **common),
            _record(f"share_without_{slug}", f"Part d'habitants sans {noun}", "%", aggregation=Aggregation.RATIO,
                    scale=100.0, verdict=VerdictRule.GAP, definition=definition.replace("Habitants", "Part des habitants", 1),
                    limits=limits, formula="100 × Σ population des communes où le nombre est 0 ÷ Σ population",
                    lecture=f"Lecture : {{numerator}} habitants sur {{denominator}} ({{value}} %) vivent dans une commune sans "
                            f"{noun}, contre {{reference_value}} % dans {{reference}}.", map_classes=(1, 50), **common))


INDICATORS = (
    *(_density(item) for item in TYPES),
    *(_count(item) for item in TYPES),
    *(record for slug, words in _WITHOUT.items() for record in _without(slug, words)),
    _record("gp_places_per_gp", "Lieux d'exercice par généraliste", "lieux par médecin", decimals=2,
            aggregation=Aggregation.RATIO, verdict=VerdictRule.NONE, polarity=Polarity.NEUTRAL,
            levels=(Level.DEPARTEMENT, Level.REGION, Level.FRANCE), reads=("bpe_2024", "cnam_liberal_2024"),
            numerator_label="lieux d'exercice", denominator_label="médecins généralistes libéraux",
            denominator_is_inhabitants=False,
            definition="Lieux d'exercice de médecin généraliste (BPE) par médecin généraliste libéral (CNAM).",
            formula="Σ lieux d'exercice BPE 2024 ÷ effectif CNAM 2024",
            lecture="Lecture : dans {area}, on compte {value} lieux d'exercice par médecin généraliste libéral.",
            limits=("Dit de combien la BPE compte plus de lieux qu'il n'y a de personnes.",)),
)


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one indicator at commune and arrondissement level (département and above for the ratio to CNAM)."""
    if indicator.key == "gp_places_per_gp":
        return _places_per_gp(inputs)
    kind, _, slug = indicator.key.partition("_")
    slug = slug.removeprefix("without_")
    count = _counts(inputs, _BY_SLUG[slug].code)
    if kind == "count":
        return local_rows(inputs.units, "2024", count)
    if kind == "density":
        return local_rows(inputs.units, "2023/2024", count, inputs.population)
    people = known(inputs.population).reindex(inputs.units)
    alone = people.where(count == 0, 0.0).where(people.notna())
    return local_rows(inputs.units, "2023/2024", alone, inputs.population if kind == "share" else None)


def _counts(inputs: Inputs, code: str) -> pd.Series:
    """Places by commune or arrondissement; no row in the BPE is a true zero."""
    table = inputs["bpe_2024"]
    chosen = table[table["facility_type"] == code].set_index("code")["facilities_count"].astype(float)
    return chosen.reindex(inputs.units).fillna(0.0)


def _places_per_gp(inputs: Inputs) -> pd.DataFrame:
    places = _counts(inputs, _BY_SLUG["gp"].code)
    of = inputs.communes.set_index("code").reindex(places.index)
    doctors = inputs["cnam_liberal_2024"]
    doctors = doctors[doctors["profession"] == "gp"]
    frames = []
    for level, labels in ((Level.DEPARTEMENT, of["departement_code"]), (Level.REGION, of["region_code"]),
                          (Level.FRANCE, pd.Series("FR", index=places.index))):
        sums = places.groupby(labels.to_numpy()).sum()
        people = doctors[doctors["level"] == level.value].set_index("area")["headcount"].astype(float)
        frame = pd.DataFrame({"numerator": sums, "denominator": people.reindex(sums.index)}).dropna()
        frame = frame[frame["denominator"] > 0].rename_axis("area").reset_index()
        frames.append(published_rows(level, frame, "2024"))
    return pd.concat(frames, ignore_index=True)
