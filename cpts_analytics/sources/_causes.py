"""Standardised mortality of the CépiDc: its 18 groups of causes, and what its two tables share."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Source
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._papers import key_part
from cpts_analytics.sources._reading import DEPARTEMENT, codes, header_name, numbers, read_csv, unique
from cpts_analytics.sources._working import with_columns

PRODUCER = "CépiDc-Inserm"
PAGE = "https://opendata-cepidc.inserm.fr/"
SEXES = {"Hommes": "M", "Femmes": "F", "Tous sexes": "all"}
MEASURE = "Taux standardisé de mortalité par âge et sexe pour 100 000 habitants"

KEYS = (
    key_part("departement_code", "departement", "Code du département"),
    key_part("year", "annee", "Année du décès", "year"),
    key_part("sex", "sexe", "Sexe : F femmes, M hommes, all ensemble"),
)
RATE = Column(name="rate_per_100k", unit="per 100,000 inhabitants", published_as="valeur",
              meaning="Décès pour 100 000 habitants, à structure d'âge égale (taux standardisé)")
LIMITS = (
    "Taux standardisé sur l'âge : il compare des territoires d'âges différents et ne se multiplie pas par une population.",
    "La population de référence de la standardisation n'est pas écrite dans le fichier.",
    "Connu par département : ne se répartit pas entre les communes ; ni effectif ni intervalle.",
)


@dataclasses.dataclass(frozen=True)
class Cause:
    """``published``: the producer's label, apostrophes made straight."""

    key: str
    label: str  # French
    published: str


CAUSES = (
    Cause("infectious", "Maladies infectieuses et parasitaires", "1. Maladies infectieuses et parasitaires"),
    Cause("tumours", "Tumeurs", "2. Tumeurs"),
    Cause("blood", "Maladies du sang et troubles du système immunitaire",
          "3. Maladies du sang et des organes hématopoïétiques et certains troubles du système immunitaire"),
    Cause("endocrine", "Maladies endocriniennes, nutritionnelles et métaboliques",
          "4. Maladies endocriniennes, nutritionnelles et métaboliques"),
    Cause("mental", "Troubles mentaux et du comportement", "5. Troubles mentaux et du comportement"),
    Cause("nervous", "Maladies du système nerveux et des organes des sens",
          "6. Maladies du système nerveux et des organes des sens"),
    Cause("circulatory", "Maladies de l'appareil circulatoire", "7. Maladies de l'appareil circulatoire"),
    Cause("respiratory", "Maladies de l'appareil respiratoire", "8. Maladies de l'appareil respiratoire"),
    Cause("digestive", "Maladies de l'appareil digestif", "9. Maladies de l'appareil digestif"),
    Cause("skin", "Maladies de la peau et du tissu sous-cutané", "10. Maladies de la peau et du tissu cellulaire sous-cutané"),
    Cause("musculoskeletal", "Maladies des os, des articulations et des muscles",
          "11. Maladies du système ostéo-articulaire, des muscles et du tissu conjonctif"),
    Cause("genitourinary", "Maladies de l'appareil génito-urinaire", "12. Maladies de l'appareil génito-urinaire"),
    Cause("pregnancy", "Complications de grossesse et accouchement",
          "13. Complications de grossesse, accouchement et puerpéralité"),
    Cause("perinatal", "Affections de la période périnatale",
          "14. Certaines affections dont l'origine se situe dans la période périnatale"),
    Cause("congenital", "Malformations congénitales", "15. Malformations congénitales et anomalies chromosomiques"),
    Cause("ill_defined", "Symptômes et états mal définis", "16. Symptômes et états morbides mal définis"),
    Cause("external", "Causes externes (accidents, suicides …)", "17. Causes externes de morbidité et mortalité"),
    Cause("covid_19", "Covid-19", "18. Covid-19 : U071-U072,U109,U129"),
)
ALL_CAUSES = Cause("all_causes", "Toutes causes", "Toutes causes")


def read_mortality(path: Path, source: Source, causes: tuple[Cause, ...]) -> pd.DataFrame:
    """The rows of ``causes``, keys of the causes in the column ``cause``; any other cause is a fault."""
    path = Path(path)
    working = with_columns(source, published_cause="cause", measure="indicateur")
    frame = read_csv(path, working)
    by_label = {cause.published: cause.key for cause in causes}
    straight = frame["published_cause"].str.replace("’", "'", regex=False)
    frame = frame.assign(published_cause=straight)
    for name, known in (("measure", {MEASURE}), ("published_cause", set(by_label)), ("sex", set(SEXES))):
        wrong = frame.index[~frame[name].isin(known)]
        if len(wrong):
            raise fault(path, source, f"« {frame.at[wrong[0], name]} »", "une valeur connue de ce tableau",
                        "Le producteur a peut-être changé ses libellés, ou le fichier est un autre tableau.",
                        line=int(wrong[0]), column=header_name(working.column(name)))
    frame.attrs["file"] = path.name
    codes(frame, source, "year", pattern=r"\d{4}")
    frame = frame.assign(cause=straight.map(by_label), sex=frame["sex"].map(SEXES), year=frame["year"].astype("int64"),
                         departement_code=frame["departement_code"].str.zfill(2))
    frame.attrs["file"] = path.name
    codes(frame, source, "departement_code", pattern=DEPARTEMENT)
    unique(frame, working, "departement_code", "year", "sex", "published_cause")
    return numbers(frame, source, "rate_per_100k")
