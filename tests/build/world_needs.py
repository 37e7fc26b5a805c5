"""What the producers publish of the health of the small country of ``world``: ages, patients, mortality, prevention.

Four régions (84: Isère and Rhône; 11: Paris; 94: Corse-du-Sud; 06: Mayotte) and five départements. The country is too
small for the producers' rounding (patients to the hundred): its counts are exact, so that they can be worked out by hand.
"""

from __future__ import annotations

from typing import Any

from cpts_analytics.sources._causes import CAUSES, MEASURE
from tests.build.writing import lines
from tests.sources.small_files import pyramid_rows

DEPARTEMENTS = {"38": "Isère", "69": "Rhône", "75": "Paris", "2A": "Corse-du-Sud", "976": "Mayotte"}
REGIONS = {"84": "Auvergne-Rhône-Alpes", "11": "Île-de-France", "94": "Corse", "06": "Mayotte"}
INHABITANTS = {"84": 2400, "11": 1000, "94": 200, "06": 200}
LOCAL = {"84": "Auvergne et Rhône-Alpes"}
"""How Santé publique France names a région, where it is not as INSEE does."""

SEED = {"38": (60, 54, 45, 18), "69": (20, 20, 15, 2), "75": (25, 35, 20, 7), "2A": (5, 6, 5, 3), "976": (14, 4, 4, 2)}
"""Men, and as many women, of each five years of age: before 15 (3 of them), from 15 to 64 (10), to 74 (2), from 75 (5)."""

DISEASES = {
    "DIA_CAT_CAT": ("Diabète", (0, 10, 40, 150, 200, 200), (192, 52, 20, 28)),
    "MCV_SCO_CHR": ("Maladie coronaire chronique", (0, 1, 10, 50, 100, 200), (80, 30, 9, 2)),
    "MCV_AVC_CHR": ("Séquelle d'accident vasculaire cérébral", (1, 2, 5, 20, 40, 80), (30, 12, 4, 3)),
    "MCV_ICA_CHR": ("Insuffisance cardiaque chronique", (0, 0, 2, 10, 20, 80), (24, 8, 3, 1)),
    "RES_CAT_EXC": ("Maladies respiratoires chroniques (hors mucoviscidose)", (40, 30, 40, 70, 110, 140), (140, 60, 14, 7)),
    "NEU_DEM_CAT": ("Démences (dont maladie d'Alzheimer)", (0, 0, 0, 0, 0, 100), (50, 8, 5, None)),
    "PSY_TNH_CAT": ("Troubles névrotiques et de l'humeur", (2, 15, 20, 25, 30, 40), (50, 22, 5, 1)),
    "IRT_DCH_CAT": ("Dialyse chronique", (0, 0, 1, 2, 3, 4), (3, 1, 1, 1)),
    "TFC_HTA_INC": ("Traitements antihypertenseurs (avec ou sans pathologies)", (0, 10, 120, 400, 600, 700), (480, 190, 50, 24)),
}
"""Patients per 1,000 inhabitants of 0–14, 15–34, 35–54, 55–64, 65–74 and 75 or more, alike in the four régions; then the
patients of each région: they are not those that the rates tell. Mayotte publishes none for dementia."""

ODISSE = """
38,Isère,4.0,13.0,9.0,60.0,6.0,50.0,52.4,34.0
69,Rhône,8.0,15.0,12.0,58.0,6.5,48.0,50.0,33.0
75,Paris,5.0,16.0,14.0,55.0,6.2,47.0,40.0,29.0
2A,Corse-du-Sud,5.0,18.0,5.0,54.0,6.7,44.0,,
"""
"""Metropolitan France only. Mean of the first rate over 1,800, 600, 1,000 and 200 inhabitants: 5.0."""

CARTOSANTE = """
38001;Grandville;35.3;2.6;24.7;9;17.3;2.8;15.0;2.3
38004;Deux-Rives;26.2;2.4;20.1;3.4;8;2.7;N/A - secret statistique;0
69001;Rive;30.8;2.5;31.1;8.6;21;1.5;12.0;1.7
75056;Paris;41;5.3;40;12;9;3;11.0;10
2A001;Port;20;4;10;9;30;2;20.0;0
97601;Lagon;1.3;N/A - résultat non disponible;0;0.5;2;0;6.0;1.1
977ZZ;Saint-Barthélemy;20;N/A - résultat non disponible;1;2;3;1;10;2.8
"""
LIFE = """
38;Isère;86.2;81.2;35.7;7.8;1.4;27.9;24.4
69;Rhône;86.4;81.6;35;7.2;1.4;28.1;24.8
75;Paris;87.3;82.7;32.6;6.9;1.3;29.4;25.9
2A;Corse-du-Sud;86.1;80.9;36;9.7;1.6;27.9;24.1
976;Mayotte;74.3;N/A - résultat non disponible;70;2.9;3;18;17
"""
ALL_CAUSES = {"2013": {"38": 950.5, "69": 930.1, "75": 800.0, "2A": 910.2},
              "2014": {"38": 930.5, "69": 910.1, "75": 780.0, "2A": 890.2, "976": 1400.3},
              "2023": {"38": 878.0, "69": 860.4, "75": 745.2, "2A": 870.9, "976": 1350.7}}
"""Deaths per 100,000: Mayotte comes in 2014, as in the producer's file."""

SEXES = {"Femmes": 8, "Hommes": 12, "Tous sexes": 10}
"""Deaths per 100,000 of the first cause in Isère: the second has twice as many, and so on; see ``_causes``."""

COVERAGES = ("HPV filles 1 dose à 15 ans,HPV filles 2 doses à 16 ans,HPV garçons 1 dose à 15 ans,HPV garçons 2 doses à 16 ans,"
             "Méningocoque C 10-14 ans,Méningocoque C 15-19 ans,Méningocoque C 20-24 ans,Grippe moins de 65 ans à risque,"
             "Grippe 65 ans et plus,Grippe 65-74 ans,Grippe 75 ans et plus,Covid-19 65 ans et plus")
VACCINATED = """
2023 38  55,45,26,14,75,55,,26,54.2,49,60,30
2024 38  60,50,30,18,78,58,36,27,55.1,50,61,
2024 69  58,48,29,17,77,57,35,25,53.0,48,59,
2024 75  50,40,25,15,70,50,30,24,51.0,46,57,
2024 2A  41,33,24,15,77,59,36,20,50,43.5,58,
2023 976 ,,,,,,,,,,,11
2024 84  59,49,29.5,17.5,77.5,57.5,35.5,26,54.0,49,60,
2024 11  50,40,25,15,70,50,30,24,51.0,46,57,
2024 94  41,33,24,15,77,59,36,20,50,43.5,58,
"""
"""Year, département or région, twelve coverages. Of Mayotte: Covid-19 of 2023 only, and no row by région."""

WEEKS = {"2024-S52": "2024-12-23", "2025-S01": "2024-12-30"}
FLU = {"84": (5000, 2000, 19000), "11": (4000, 1500, 15000), "94": (3000, 1000, 9000), "06": (500, 100, None)}
"""Emergency visits, hospitalisations and acts of SOS Médecins per 100,000, all ages, first week. None of SOS in Mayotte."""

FLU_AGES = {"00-04 ans": 1.6, "05-14 ans": 1.4, "15-64 ans": 1.0, "65 ans ou plus": 0.5, "Tous âges": 1.0}


def needs() -> dict[str, Any]:
    """Key of the source → its content: a text or the sheets of a workbook."""
    ages = [*(f"{start} à {start + 4} ans" for start in range(0, 95, 5)), "95 ans et plus"]
    bands = {code: [size for size, times in zip(sizes, (3, 10, 2, 5), strict=True) for _ in range(times)]
             for code, sizes in SEED.items()}
    return {
        "population_age_sex_dep_2021": {"2021": pyramid_rows(ages, {code: (men, men) for code, men in bands.items()})},
        "cnam_pathologies_region_2024": _patients(), **_mortality(), **_prevention(),
        "cartosante_bassins_2024": _local_statistics(
            "France par bassin de vie",
            "Code;Libellé;Part des bénéf. ophtalmo. dans pop. 2024;APL Médecins généralistes 2023;"
            "Densité d'orthophonistes lib. 2024;Densité de généralistes lib. 2024;Densité d'infirmiers lib. 2024;"
            "Densité de sages-femmes lib. 2024;Part des bénéf. en ALD dans la pop 2024;"
            "Densité des pharmacies pour 10 000 hab. 2024", CARTOSANTE),
        "odisse_epci_cardio": lines(
            "epci_2024,libelle_epci,cardiopathies_ischemiques_incidence_2021_2023_pour_100000,"
            "cardiopathies_ischemiques_prevalence_adultes_2022_pct,cardiopathies_ischemiques_mortalite_2020_2022_pour_100000,"
            "avc_incidence_2021_2023_pour_100000,avc_prevalence_adultes_2022_pct,avc_mortalite_2020_2022_pour_100000,"
            "insuffisance_cardiaque_incidence_2021_2023_pour_100000,insuffisance_cardiaque_prevalence_adultes_2022_pct,"
            "insuffisance_cardiaque_mortalite_2020_2022_pour_100000,composition_identique_2024_2026,pauvrete_2023_pct,"
            "niveau_vie_median_2023_eur_an",
            ["200000001,CC du Val,416.9,5.1,47.4,190.9,1.9,44.8,256.7,2.5,45.4,oui,12.5,23100"])}


def _patients() -> str:
    ends = ("H", "F", "00_14", "15_34", "35_54", "55_64", "65_74", "75_pl", "tot")
    header = ";".join(["annee;region_cnam;region_code;region;code_pathologie;libelle_pathologie",
                       *(f"effectif_{end};taux_{end}" for end in ends)])
    rows = []
    for published, (label, rates, counts) in DISEASES.items():
        for (region, name), patients in zip(REGIONS.items(), counts, strict=True):
            # As many men as women; patients by age are not published, rates are.
            total = "" if patients is None else patients
            half = "" if patients is None else patients / 2
            rate = 0 if patients is None else round(1000 * patients / INHABITANTS[region], 2)
            cells = [half, rate, half, rate, *(cell for each in rates for cell in ("", each)), total, rate]
            rows.append(";".join(map(str, ["2024", f"{region} - {name}", region, name, published, label, *cells])))
    return lines(header, rows)


def _mortality() -> dict[str, Any]:
    header = "annee,departement,sexe,cause,indicateur,valeur"
    shift = {"38": 0, "69": 1, "75": 2, "2A": 3, "976": 4}  # each département has its own rates
    return {
        "cepidc_mortality_all_causes": lines(header, [
            f"{year},{code},Tous sexes,Toutes causes,{MEASURE},{rate}"
            for year, rates in ALL_CAUSES.items() for code, rate in rates.items()]),
        "cepidc_mortality_causes_2023": lines(header, [
            f'2023,{code},{sex},"{cause.published}",{MEASURE},{number * first + shift[code]}'
            for number, cause in enumerate(CAUSES, 1) for sex, first in SEXES.items() for code in DEPARTEMENTS]),
        "life_expectancy_2023": _local_statistics(
            "France par département",
            "Code;Libellé;Espérance de vie des femmes à la naissance 2023;Espérance de vie des hommes à la naissance 2023;"
            "Taux de mortalité standardisé des 65 ans ou + 2023;Taux brut de mortalité 2023;"
            "Taux de mortalité standardisé des 0 à 64 ans 2023;Espérance de vie des femmes à 60 ans 2023;"
            "Espérance de vie des hommes à 60 ans 2023", LIFE)}


def _prevention() -> dict[str, Any]:
    vaccinated = [row.split(maxsplit=2) for row in VACCINATED.strip().splitlines()]
    flu = [f"{monday},{week},{region},{LOCAL.get(region, REGIONS[region])},{age},{visits * part / half},{stays * part / half},"
           f"{'' if acts is None else acts * part / half}"
           for half, (week, monday) in enumerate(WEEKS.items(), 1) for region, (visits, stays, acts) in FLU.items()
           for age, part in FLU_AGES.items()]  # the second week has half as many
    return {
        "odisse_departements": lines(
            "code_departement,departement,diabete_traite_standardise_2023_pct,pauvrete_2023_pct,ame_c2s_accouchees_2024_pct,"
            "entretien_prenatal_precoce_2024_pct,prematurite_2024_pct,hpv_filles_2_doses_16_ans_2025_pct,"
            "depistage_sein_2024_2025_pct,depistage_colorectal_cible_standardise_2024_2025_pct", ODISSE.split()),
        "vaccination_departements": lines(
            f"\ufeffAnnée,Département Code,Département,{COVERAGES},Région,Région Code",
            [f"{year},{code},{DEPARTEMENTS[code]},{values},Région,00" for year, code, values in vaccinated
             if code in DEPARTEMENTS]),
        "vaccination_regions": lines(
            f"\ufeffAnnée,Région Code,Région,{COVERAGES},Grippe résidents en Ehpad",
            [f"{year},{code},{LOCAL.get(code, REGIONS[code])},{values}," for year, code, values in vaccinated
             if code in REGIONS]),
        "flu_weekly_regions": lines(
            "\ufeff1er jour de la semaine,Semaine,Région Code,Région,Classe d'âge,Taux de passages aux urgences pour grippe,"
            "Taux d'hospitalisations après passages aux urgences pour grippe,Taux d'actes médicaux SOS médecins pour grippe",
            flu)}


def _local_statistics(area: str, header: str, rows: str) -> str:
    """Two lines of title stand before the header."""
    blank = "; " * header.count(";")
    return lines(f"\ufeffInsee - Statistiques locales{blank}", [f"Référentiel géographique : {area}{blank}", header,
                                                               *rows.strip().splitlines()])
