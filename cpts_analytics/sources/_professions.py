"""The 38 lines of liberal professionals that the Assurance maladie publishes."""

from __future__ import annotations

import dataclasses

WOMEN_15_49 = "femmes de 15 à 49 ans"
WOMEN_15_PLUS = "femmes de 15 ans et plus"
UNDER_15 = "enfants de moins de 15 ans"


@dataclasses.dataclass(frozen=True)
class Profession:
    """``published``: the producer's label (alternatives: ``"a|b"``); ``per``: the density is for 100,000 of them.

    The producer does not write ``per`` in the file: it follows from headcount and density of France
    (midwives: 14.5 million; gynaecologists: 29.6; paediatricians: 11.5).
    """

    key: str
    label: str  # French, plural
    published: str
    together: bool = False  # the sum of other lines: not to be added to them
    per: str = "habitants"


PROFESSIONS: tuple[Profession, ...] = (
    Profession("gp", "médecins généralistes (hors exercice particulier)",
               "Médecins généralistes (hors médecins à expertise particulière - MEP)|"
               "Médecins généralistes (hors médecins à expertise particulière)"),
    Profession("gp_special_practice", "médecins généralistes à expertise particulière",
               "Médecins généralistes à expertise particulière (MEP)"),
    Profession("gp_all", "ensemble des médecins généralistes", "Ensemble des médecins généralistes", together=True),
    Profession("specialist_all", "ensemble des médecins spécialistes",
               "Ensemble des médecins spécialistes (hors généralistes)", together=True),
    Profession("physician_all", "ensemble des médecins", "Ensemble des médecins", together=True),
    Profession("allergist", "allergologues", "Allergologues"),
    Profession("anaesthetist", "anesthésistes-réanimateurs", "Anesthésistes-réanimateurs"),
    Profession("cardiologist", "cardiologues", "Cardiologues"),
    Profession("surgeon", "chirurgiens", "Chirurgiens"),
    Profession("dermatologist", "dermatologues", "Dermatologues"),
    Profession("endocrinologist", "endocrinologues", "Endocrinologues"),
    Profession("gynaecologist", "gynécologues médicaux et obstétriciens",
               "Gynécologues médicaux et obstétriciens", per=WOMEN_15_PLUS),
    Profession("gastroenterologist", "hépato-gastro-entérologues", "Hépato-gastro-entérologues"),
    Profession("nuclear_physician", "médecins nucléaires", "Médecins nucléaires"),
    Profession("pathologist", "médecins pathologistes", "Médecins pathologistes"),
    Profession("vascular_physician", "médecins vasculaires", "Médecins vasculaires"),
    Profession("nephrologist", "néphrologues", "Néphrologues"),
    Profession("neurologist", "neurologues", "Neurologues"),
    Profession("ophthalmologist", "ophtalmologues", "Ophtalmologues"),
    Profession("ent_specialist", "oto-rhino-laryngologistes", "Oto-rhino-laryngologistes"),
    Profession("paediatrician", "pédiatres", "Pédiatres", per=UNDER_15),
    Profession("pulmonologist", "pneumologues", "Pneumologues"),
    Profession("psychiatrist", "psychiatres", "Psychiatres"),
    Profession("radiologist", "radiologues", "Radiologues"),
    Profession("radiotherapist", "radiothérapeutes", "Radiothérapeutes"),
    Profession("rheumatologist", "rhumatologues", "Rhumatologues"),
    Profession("stomatologist", "stomatologues", "Stomatologues"),
    Profession("other_physician", "autres médecins", "Autres médecins"),
    Profession("dentist", "chirurgiens-dentistes (hors orthopédie dento-faciale)",
               "Chirurgiens-dentistes (hors spécialistes d'orthopédie dento-faciale - ODF)"),
    Profession("orthodontist", "chirurgiens-dentistes spécialistes d'orthopédie dento-faciale",
               "Chirurgiens-dentistes spécialistes d'orthopédie dento-faciale (ODF)"),
    Profession("dentist_all", "ensemble des chirurgiens-dentistes", "Ensemble des chirurgiens-dentistes",
               together=True),
    Profession("midwife", "sages-femmes", "Sages-femmes", per=WOMEN_15_49),
    Profession("nurse", "infirmiers", "Infirmiers"),
    Profession("physiotherapist", "masseurs-kinésithérapeutes", "Masseurs-kinésithérapeutes"),
    Profession("podiatrist", "pédicures-podologues", "Pédicures-podologues"),
    Profession("speech_therapist", "orthophonistes", "Orthophonistes"),
    Profession("orthoptist", "orthoptistes", "Orthoptistes"),
    Profession("allied_health_all", "ensemble des auxiliaires médicaux", "Ensemble des auxiliaires médicaux",
               together=True),
)
