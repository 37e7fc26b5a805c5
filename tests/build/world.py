"""A country of ten communes, as its producers would publish it: every file that the build reads, by hand.

::

    Isère (38, région 84)   38001 Grandville   1,000 inhabitants, urban
                            38002 Bourg          400, rural          38003 Val   100, rural, many secrets
                            38004 Deux-Rives     300, made of 38005 and 38006 (files older than the merger name those)
                            38007 Vide             0
    Rhône (69, région 84)   69001 Rive           600
    Paris (75, région 11)   75056 Paris        1,000 = 75101 (700) + 75102 (300)
    Corse-du-Sud (2A, 94)   2A001 Port           200
    Mayotte (976, 06)       97601 Lagon        population of 2017 only

EPCI 200000001 holds 38001, 38002, 38003 and 69001: it lies across two départements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from cpts_analytics import sources
from cpts_analytics.indicators.facilities import TYPES
from cpts_analytics.sources._professions import PROFESSIONS
from tests.build.world_needs import needs
from tests.build.writing import geojson, lines, square, write_file

NAMES = {"38001": "Grandville", "38002": "Bourg", "38003": "Val", "38004": "Deux-Rives", "38007": "Vide", "69001": "Rive",
         "75056": "Paris", "2A001": "Port", "97601": "Lagon"}
QUARTERS = {"75101": "Paris 1er Arrondissement", "75102": "Paris 2e Arrondissement"}
REGIONS = {"38": "84", "69": "84", "75": "11", "2A": "94", "97": "06"}
CORNERS = {"38001": (5.0, 45.0), "38002": (5.1, 45.0), "38003": (5.2, 45.0), "38004": (5.0, 45.1), "38007": (5.1, 45.1),
           "69001": (5.3, 45.0), "75056": (2.3, 48.8), "2A001": (8.7, 41.9), "97601": (45.2, -12.8)}
"""South-west corner of each commune: a square of 0.1 degree."""

COMPARISON = """
38001 10 1000  900 400 12 9 640 50 500
38002 20  400  400 160  3 4 240 10 200
38003 30  100  110  50  0 2  60  0  50
38005  5  150  100  60  1 1  90  5  75
38006  5  150  100  60  1 1  90  5  75
38007  8    0    0   0  0 0   0  0   0
69001 15  600  600 240  6 6 400 30 300
75101  1  700  700 350  7 3 500 40 450
75102  1  300  300 150  3 1 200 10 180
2A001 50  200  200 100  1 2 120  6 100
97601 20    0    0   0 30 3   0  0   0
"""
"""Code, km², inhabitants 2021 and 2015, households, births, deaths, 15–64, unemployed, active."""

LEGAL_2023 = {"38001": 1000, "38002": 400, "38003": 100, "38004": 300, "38007": 0, "69001": 600, "75101": 700, "75102": 300,
              "2A001": 200}
PLACES = {("38001", "D265"): 3, ("38005", "D265"): 1, ("69001", "D265"): 2, ("75101", "D265"): 4, ("97601", "D265"): 1,
          ("38001", "D307"): 1, ("75102", "D307"): 1, ("38005", "D281"): 2, ("38006", "D281"): 3}
OCCUPATIONS = {"38001": (800, 200), "38002": (320, 120), "38003": (80, 40), "38005": (120, 20), "38006": (120, 10),
               "69001": (480, 100), "75056": (850, 150), "2A001": (170, 80)}
"""Inhabitants of 15 or more, of whom retired."""
AGED_75 = {"38001": "10.0", "38002": "20.0", "38003": "N/A - secret statistique", "38004": "10.0", "38007": "",
           "69001": "5.0", "75056": "8.0", "2A001": "25.0"}
FILOSOFI = {"38001": "400;980;21000;50,0;15,0", "38002": "160;390;19000;s;s", "38003": "45;95;s;s;s",
            "38004": "120;290;23000;s;s", "38007": "nd;nd;nd;nd;nd", "69001": "240;590;20000;50,0;20,0",
            "75056": "500;950;30000;60,0;12,0", "75101": "350;660;32000;60,0;10,0", "75102": "150;290;26000;60,0;17,0",
            "2A001": "100;190;22500;s;s"}
FEDI = {"38001": 5, "38002": -2, "38003": 10, "38004": 0, "69001": 12, "75101": -8, "75102": -5, "2A001": 1}
SINGLE_PARENTS = {"38001": "20.0", "38002": "10.0", "38003": "0.0", "38004": "15.0", "69001": "25.0", "75056": "30.0",
                  "2A001": "12.0"}
APL = {"38001": (3.0, 2.4, 900, 1000), "38002": (2.0, 2.0, 500, 400), "38003": (0.0, 0.0, 120, 100),
       "69001": (2.5, 2.5, 550, 600), "75101": (5.0, 4.0, 600, 700), "75102": (6.0, 6.0, 250, 300), "2A001": (4.0, 4.0, 220, 200)}
"""APL to GPs, to those of 65 or less, standardised and total population (2023; 38004 is given by year)."""


def write(folder: Path) -> Path:
    """Write all the published files under ``folder``, each where its record says; returns ``folder``."""
    made: dict[str, Any] = {**_geography(), **_population(), **_social(), **_supply(), **needs()}
    for key, data in made.items():
        write_file(folder / sources.records()[key].file, data)
    return folder


def _geography() -> dict[str, Any]:
    local = [*NAMES, *QUARTERS]
    cog = [f"COM,{code},{REGIONS[code[:2]]},{departement(code)},,,0,{name.upper()},{name},{name},,"
           for code, name in NAMES.items()]
    cog += [f"ARM,{code},11,75,,,0,{name.upper()},{name},{name},,75056" for code, name in QUARTERS.items()]
    cog += ["COMD,38005,,,,,0,RIVE DROITE,Rive-Droite,Rive-Droite,,38004"]
    epci = [["38", 200000001, "CC du Val", "CC", "FPU", 4, 0, 0, "38", code, 0, NAMES[code], 0, 0]
            for code in ("38001", "38002", "38003", "69001")]
    epci += [["38", 200000002, "CC des Rives", "CC", "FPU", 2, 0, 0, "38", code, 0, NAMES[code], 0, 0]
             for code in ("38004", "38007")]
    epci += [[departement(code), siren, f"CA de {NAMES[code]}", "CA", "FPU", 1, 0, 0, departement(code), code, 0, NAMES[code],
              0, 0] for code, siren in (("75056", 200000003), ("2A001", 200000004), ("97601", 200000005))]
    basin = {"38002": "38001", "38003": "38001", "38007": "38001"}
    zones = [f"{code},1,A,1,C,1,Z,00001,U,0,001,Aire,20,{basin.get(code, code)},{NAMES[basin.get(code, code)]}" for code in NAMES]
    squares = {code: square(*corner) for code, corner in CORNERS.items()}
    halves = {"75101": square(2.3, 48.8, width=0.05), "75102": square(2.35, 48.8, width=0.05)}
    departements = {"38": square(5.0, 45.0, 0.3, 0.2), "69": square(5.3, 45.0), "75": square(2.3, 48.8),
                    "2A": square(8.7, 41.9), "976": square(45.2, -12.8)}
    communes = geojson(squares, NAMES)
    return {
        "cog_communes": lines("TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT", cog),
        "cog_departements": lines("DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE", [
            "38,84,38001,5,ISERE,Isère,Isère", "69,84,69001,2,RHONE,Rhône,Rhône", "75,11,75056,0,PARIS,Paris,Paris",
            "2A,94,2A001,3,CORSE DU SUD,Corse-du-Sud,Corse-du-Sud", "976,06,97601,0,MAYOTTE,Mayotte,Mayotte"]),
        "cog_regions": lines("REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE", [
            "84,69001,1,AUVERGNE RHONE ALPES,Auvergne-Rhône-Alpes,Auvergne-Rhône-Alpes",
            "11,75056,1,ILE DE FRANCE,Île-de-France,Île-de-France", "94,2A001,0,CORSE,Corse,Corse",
            "06,97601,0,MAYOTTE,Mayotte,Mayotte"]),
        "cog_movements": lines(
            "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,"
            "NCCENR_AP,LIBELLE_AP", [
                "32,2024-01-01,COM,38005,0,RIVE DROITE,Rive-Droite,Rive-Droite,COM,38004,0,DEUX RIVES,Deux-Rives,Deux-Rives",
                "32,2024-01-01,COM,38006,0,RIVE GAUCHE,Rive-Gauche,Rive-Gauche,COM,38004,0,DEUX RIVES,Deux-Rives,Deux-Rives"]),
        "former_codes": lines("DEPCOM_HIST,DEPCOM", [*(f"{code},{code}" for code in local), "38005,38004", "38006,38004"]),
        "epci_communes": {"Epcicom2025": [
            ["dept", "siren", "raison_sociale", "nature_juridique", "mode_financ", "nb_membres", "total_pop_tot", "total_pop_mun",
             "dep_com", "insee", "siren_membre", "nom_membre", "ptot_2025", "pmun_2025"], *epci]},
        "zonages": lines("DEPCOM,ARR,LIB_ARR,CV,LIB_CV,ZE2020,LIB_ZE2020,UU2020,LIB_UU2020,TUU2017,AAV2020,LIB_AAV2020,"
                         "CATEAAV2020,BV2022,LIB_BV2022", zones),
        "density_grid": lines("CODGEO;LIBGEO;DENS", [
            f"{code};{NAMES[code]};{kind}" for code, kind in
            (("38001", 2), ("38002", 6), ("38003", 7), ("38004", 5), ("38007", 7), ("69001", 3), ("2A001", 6))]),
        "commune_points": lines(
            "code,nom,dep,reg,lon_point_interieur,lat_point_interieur,lon_centroide,lat_centroide",
            [f"{code},{NAMES[code]},{departement(code)},{REGIONS[code[:2]]},{x + .05},{y + .05},{x + .05},{y + .05}"
             for code, (x, y) in CORNERS.items()]),
        "contours_communes": communes, "contours_communes_detail": communes,
        "contours_arrondissements": geojson(halves, QUARTERS),
        "contours_departements": geojson(departements, dict.fromkeys(departements, "Nom"))}


def _population() -> dict[str, Any]:
    occupied = [(code, kind, float(count)) for code, (everybody, retired) in OCCUPATIONS.items()
                for kind, count in (("_T", everybody), ("7", retired), ("6", everybody - retired))]
    title = "Insee - Statistiques locales; ; \nRéférentiel géographique : France par commune; ; \n"
    return {
        "legal_population_2023": lines("REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT", [
            f"{REGIONS[code[:2]].lstrip('0')};R;{departement(code)};1;01;{code[2:]};{code};N;{count};10;{count + 10}"
            for code, count in LEGAL_2023.items()]),
        "legal_population_mayotte_2017": lines("CODREG;REG;DEP;CODARR;CODCAN;CODCOM;COM;PMUN;PCAP;PTOT",
                                               ["06;;976;;;601;;100;5;105"]),
        "comparateur_communes": lines(
            "insee_com,insee_reg,insee_dep,commune,commune_article,code_postal,commune_type,insee_parente,lat,lng,"
            "superficie_km2,population_2021,population_2015,menages_2021,naissances_2022,deces_2022,"
            "pop_15_64_totale_2021,pop_15_64_chomage_2021,pop_15_64_active_2021",
            [",".join([row[0], REGIONS[row[0][:2]], departement(row[0]), "N", "N", "00000",
                       "ARM" if row[0] in QUARTERS else "COM", "", "0", "0", *row[1:]])
             for row in map(str.split, COMPARISON.strip().splitlines())]),
        "occupation_15_plus_2022": pa.table(dict(zip(("code_commune", "code_csp", "population_csp"), zip(*occupied, strict=True),
                                                     strict=True))),
        "share_75_plus_2022": title + lines("Code;Libellé;Part des pers. âgées de 75 ans ou + 2022",
                                            [f"{code};N;{share}" for code, share in AGED_75.items()])}


def _social() -> dict[str, Any]:
    title = "Insee - Statistiques locales; ; \nRéférentiel géographique : France par commune; ; \n"
    covered = [[month, 2025, number, "D", 84, "C2SG", "RO", persons] for month in ("2024-12-31", "2025-01-31")
               for number, persons in ((38, 90), (69, 60), (75, 50), (201, 20), (976, 0))]
    return {
        "filosofi_communes_2021": lines("CODGEO;NBMENFISC21;NBPERSMENFISC21;MED21;PIMP21;TP6021;D121;D921;RD21",
                                        [f"{code};{values};s;s;s" for code, values in FILOSOFI.items()]),
        "filosofi_epci_2021": lines(
            "codgeo,libgeo,revenu_median,taux_pauvrete,rapport_interdecile,decile1,decile9,nb_menages,nb_personnes",
            ["200000001,,20500,16.5,3.0,11000,33000,845,2055"]),
        "fedi_2021": lines("Commune Code;Commune;EDI;Millésime EDI", [f"{code};N;{value};2021" for code, value in FEDI.items()]),
        "single_parent_families_2022": title + lines("Code;Libellé;Part des familles monoparentales 2022",
                                                     [f"{code};N;{share}" for code, share in SINGLE_PARENTS.items()]),
        "c2s_monthly": {"Bdd_Effectifs_C2S_Dpt_Mensuel": [
            ["Mois", "Annee", "Num_Dpt", "Nom_Dpt", "Num_Region", "Prestation", "Type_Gestion", "Nombre_en_Milliers"], *covered]}}


def _supply() -> dict[str, Any]:
    ages = "tout_age,Tout âge,tout sexe"
    doctors = [f'2024,"{item.published.split("|")[0]}",{region},R,{place},D,{ages},{10 * size},{size}.5' for item in PROFESSIONS
               for region, place, size in ((84, 38, 1), (84, 69, 1), (84, 999, 2), (99, 999, 3))]
    rare = {kind.code for kind in TYPES} - {code for _, code in PLACES}
    places = {**PLACES, **{("75101", code): 1 for code in rare}}
    files: dict[str, Any] = {
        "bpe_2024": lines('"GEO";"GEO_OBJECT";"FACILITY_DOM";"FACILITY_SDOM";"FACILITY_TYPE";"BPE_MEASURE";"TIME_PERIOD";'
                          '"OBS_VALUE"', [
            f'"{code}";"{"ARM" if code in QUARTERS else "COM"}";"D";"D2";"{kind}";"FACILITIES";2024;{count}'
            for (code, kind), count in places.items()]),
        "cnam_liberal_2024": lines("annee,profession_sante,region,libelle_region,departement,libelle_departement,classe_age,"
                                   "libelle_classe_age,libelle_sexe,effectif,densite", doctors),
        "cnsa_elderly_2025": lines(
            "_id,title,noFinesset,capacity,IsEHPAD,IsRA,coordinates.city,coordinates.latitude,coordinates.longitude", [
                "1.0,EHPAD A,380000001,80.0,True,False,GRANDVILLE,45.05,5.05",
                "2.0,EHPAD B,690000001,20.0,True,False,RIVE,45.05,5.35",
                "3.0,Résidence C,750000001,30.0,False,True,PARIS,48.85,2.31",
                "4.0,EHPAD au large,380000002,99.0,True,False,NULLE PART,30.0,-30.0"]),
        "hospitals_2020": lines("id,hospital_name,lat,lon,geo_qual,city,cc,facility_type,public_private",
                                ["690000009,HOPITAL,45.05,5.35,1,RIVE,FR,Centre Hospitalier,public"])}
    before = {**{code: (row[0], row[1], *row[2:]) for code, row in APL.items()},
              "38005": (1.0, 1.0, 100, 150), "38006": (4.0, 4.0, 50, 150)}
    now = {**APL, "38004": (2.4, 2.4, 200, 300)}
    doctor, patients = "APL aux médecins généralistes", "Population standardisée 2021 pour la médecine générale"
    files["apl_gp"] = {f"APL {year}": _apl(rows, patients, doctor, whole=True) for year, rows in ((2022, before), (2023, now))}
    for key, title, people in (
            ("apl_nurse", "APL aux infirmières", "Population standardisée 2021 pour les infirmières"),
            ("apl_physiotherapist", "APL aux kinésithérapeutes", "Population standardisée 2021 pour les kinésithérapeutes"),
            ("apl_dentist", "APL aux chirurgiens-dentistes", "Population standardisée 2021 pour les chirurgiens-dentistes"),
            ("apl_midwife", "APL aux sages-femmes", "Population féminine standardisée 2021 pour les sages-femmes")):
        here = [(year, {code: row for code, row in rows.items() if code != "2A001"})  # Corsica is not in these copies
                for year, rows in ((2022, before), (2023, now))]
        files[key] = {f"APL {year}": _apl(rows, people, title, whole=False) for year, rows in here}
    return files


def _apl(rows: Mapping[str, Sequence[float]], people: str, title: str, *, whole: bool) -> list[list[object]]:
    header = ["Code commune INSEE", "Commune", title, *([f"{title} de moins de 65 ans"] if whole else []), people,
              *(["Population totale 2021"] if whole else [])]
    units: list[object] = [None, None, *["En nombre"] * (len(header) - 2)]
    cells = [[code, "N", apl, young, standard, total] if whole else [code, "N", apl, standard]
             for code, (apl, young, standard, total) in rows.items()]
    return [["Indicateur d'accessibilité"], *[[None]] * 7, header, units, *cells]  # type: ignore[list-item]


def departement(code: str) -> str:
    return code[:3] if code.startswith("97") else code[:2]
