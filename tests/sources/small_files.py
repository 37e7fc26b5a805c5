"""Small files in the layouts of the publishers, and what is wrong when something is changed in them."""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq


@dataclasses.dataclass(frozen=True)
class SmallFile:
    """A text in the publisher's layout; ``required`` is a column that the reader needs, ``code`` a code in it."""

    text: str
    separator: str
    required: str
    code: tuple[str, str]  # a right code of the last line, the same one spoilt
    repeats: bool = True  # a repeated last line is a fault


CSV = {
    "cog_communes": SmallFile(
        "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\r\n"
        "COM,01001,84,01,01D,012,5,ABERGEMENT CLEMENCIAT,Abergement-Clémenciat,L'Abergement-Clémenciat,0108,\r\n"
        "COM,75056,11,75,75C,751,0,PARIS,Paris,Paris,7599,\r\n"
        "ARM,75101,11,75,75C,751,0,PARIS 1ER ARRONDISSEMENT,Paris 1er Arrondissement,Paris 1er Arrondissement,7599,"
        "75056\r\n"
        "COM,85146,52,85,85D,852,0,MONTAIGU VENDEE,Montaigu-Vendée,Montaigu-Vendée,8510,\r\n"
        "COMD,85146,,,,,0,MONTAIGU,Montaigu,Montaigu,,85146\r\n",
        ",", "LIBELLE", ("COMD,85146", "COMD,8514")),
    "cog_movements": SmallFile(
        "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,"
        "NCCENR_AP,LIBELLE_AP\r\n"
        "32,2021-01-01,COM,16233,0,MOSNAC,Mosnac,Mosnac,COM,16233,0,MOSNAC SAINT SIMEUX,Mosnac-Saint-Simeux,"
        "Mosnac-Saint-Simeux\r\n"
        "20,2011-03-31,,,,,,,COM,97601,0,ACOUA,Acoua,Acoua\r\n",
        ",", "COM_AV", ("COM,97601", "COM,9760"), repeats=False),
    "cog_departements": SmallFile(
        "DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\r\n2A,94,2A004,3,CORSE DU SUD,Corse-du-Sud,Corse-du-Sud\r\n"
        "01,84,01053,5,AIN,Ain,Ain\r\n",
        ",", "CHEFLIEU", ("01,84,01053", "1,84,01053")),
    "cog_regions": SmallFile(
        "REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\r\n84,69123,1,AUVERGNE RHONE ALPES,Auvergne-Rhône-Alpes,"
        "Auvergne-Rhône-Alpes\r\n01,97105,3,GUADELOUPE,Guadeloupe,Guadeloupe\r\n",
        ",", "LIBELLE", ("01,97105", "1,97105")),
    "zonages": SmallFile(
        "DEPCOM,ARR,LIB_ARR,CV,LIB_CV,ZE2020,LIB_ZE2020,UU2020,LIB_UU2020,TUU2017,AAV2020,LIB_AAV2020,CATEAAV2020,"
        "BV2022,LIB_BV2022\n"
        '38053,382,"La Tour-du-Pin",3802,Bourgoin-Jallieu,8406,Bourgoin-Jallieu,38501,Bourgoin-Jallieu,5,002,Lyon,20,'
        "38053,Bourgoin-Jallieu\n"
        "01001,012,Bourg-en-Bresse,0108,Châtillon-sur-Chalaronne,8405,Bourg-en-Bresse,01000,Hors unité urbaine,0,524,"
        "Châtillon-sur-Chalaronne,20,01093,Châtillon-sur-Chalaronne\n",
        ",", "BV2022", ("\n01001,", "\n1001,")),
    "former_codes": SmallFile("DEPCOM_HIST,DEPCOM\n01165,01165\n01003,01165\n", ",", "DEPCOM_HIST",
                              ("01003,", "1003,")),
    "density_grid": SmallFile("CODGEO;LIBGEO;DENS\n2A004;Ajaccio;2\n01001;L'Abergement-Clémenciat;6\n", ";", "DENS",
                              ("01001;", "1001;")),
    "commune_points": SmallFile(
        "code,nom,dep,reg,lon_point_interieur,lat_point_interieur,lon_centroide,lat_centroide\n"
        "97411,Saint-Denis,974,04,55.45,-20.93,55.44,-20.94\n"
        "01001,L'Abergement-Clémenciat,01,84,4.93135,46.14933,4.92585,46.15433\n",
        ",", "lat_point_interieur", ("\n01001,", "\n1001,")),
    "legal_population_2023": SmallFile(
        "REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT\r\n"
        "1;Guadeloupe;971;1;06;105;97105;Basse-Terre;9417;197;9614\r\n"
        "84;Auvergne-Rhône-Alpes;01;2;08;001;01001;L'Abergement-Clémenciat;860;16;876\r\n",
        ";", "PMUN", (";01001;", ";1001;")),
    "legal_population_mayotte_2017": SmallFile(
        "CODREG;REG;DEP;CODARR;CODCAN;CODCOM;COM;PMUN;PCAP;PTOT\r\n06;;976;;;611;;71437;1537;72974\r\n"
        "06;;976;;;601;;5192;192;5384\r\n",
        ";", "CODCOM", (";601;", ";01;")),
    "share_75_plus_2022": SmallFile(
        "\ufeffInsee - Statistiques locales; ; \r\nRéférentiel géographique : France par commune; ; \r\n"
        "Code;Libellé;Part des pers. âgées de 75 ans ou + 2022\r\n2A004;Ajaccio;N/A - secret statistique\r\n"
        "97422;Le Tampon;\r\n01001;L'Abergement-Clémenciat;8.8\r\n",
        ";", "Libellé", ("01001;", "1001;")),
    "comparateur_communes": SmallFile(
        "insee_com,insee_reg,insee_dep,commune,commune_article,code_postal,commune_type,insee_parente,lat,lng,"
        "superficie_km2,population_2021,population_2015,menages_2021,naissances_2022,deces_2022,"
        "pop_15_64_totale_2021,pop_15_64_chomage_2021,pop_15_64_active_2021\n"
        "97101,01,971,Abymes,Les Abymes,97139,COM,,16.2,-61.4,81.25,52118,55306,24721,742,593,32697,6190,22048\n"
        "97101,01,971,Abymes,Les Abymes,97142,COM,,16.2,-61.4,81.25,52118,55306,24721,742,593,32697,6190,22048\n"
        "01091,,,Châtenay,Châtenay,01320,COMD,01091,46.0,5.1,1.0,9,9,9,9,9,9,9,9\n"
        "75101,11,75,Paris 1er Arrondissement,Paris 1er Arrondissement,75001,ARM,75056,48.8,2.3,1.83,15919,16545,9499,"
        "160,117,11351,846,9252\n"
        "55039,44,55,Beaumont-en-Verdunois,Beaumont-en-Verdunois,55100,COM,,49.2,5.4,7.87,0,0,0,0,0,0,0,0\n"
        "97611,06,976,Mamoudzou,Mamoudzou,97600,COM,,-12.7,45.2,,0,0,0,3301,276,0,0,0\n",
        ",", "menages_2021", ("\n97611,", "\n9761,"), repeats=False),
}


def write(folder: Path, name: str, data: bytes) -> Path:
    """The file ``name`` in ``folder``, gzipped when its name says so."""
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def workbook(folder: Path, sheet: str, rows: list[list[object]], name: str = "classeur.xlsx") -> Path:
    """A workbook of one sheet with these rows."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return write(folder, name, stream.getvalue())


def epci_rows(members: int = 2) -> list[list[object]]:
    """The DGCL's sheet with one EPCI that says it has ``members`` communes and lists two; the SIREN is a number."""
    header = ["dept", "siren", "raison_sociale", "nature_juridique", "mode_financ", "nb_membres", "total_pop_tot",
              "total_pop_mun", "dep_com", "insee", "siren_membre", "nom_membre", "ptot_2025", "pmun_2025"]
    epci = ["01", 200029999, "CC Rives de l'Ain - Pays du Cerdon", "CC", "FPU", members, 15156, 14873, "01"]
    return [header, [*epci, "01304", 210103040, "Pont-d'Ain", 2912, 2862],
            [*epci, "01199", 210101994, "Jujurieux", 2246, 2209]]


def pyramid_rows(ages: list[str], departements: dict[object, tuple[list[int], list[int]]]) -> list[list[object]]:
    """INSEE's sheet of blocks: département → (men by age, women by age). A ditto mark heads the second age."""
    titles = [*ages, "Total"]
    blank: list[object] = [""] * (len(titles) - 1)
    rows: list[list[object]] = [["Estimation de population au 1er janvier"], ["Année 2021"], [""],
                                ["Départements", "", "Ensemble", *blank, "Hommes", *blank, "Femmes", *blank],
                                ["", "", titles[0], '"', *titles[2:], *titles, *titles]]
    for code, (men, women) in departements.items():
        both = [man + woman for man, woman in zip(men, women, strict=True)]
        rows.append([code, "Nom", *both, sum(both), *men, sum(men), *women, sum(women)])
    return [*rows, ["France métropolitaine et DOM", "", *[999] * 3 * len(titles)], [""], ["Source : Insee"]]


def parquet(folder: Path, rows: list[tuple[str, str, float]]) -> Path:
    """The file of occupations: commune, occupation, inhabitants."""
    names = ["code_commune", "code_csp", "population_csp"]
    path = folder / "csp.parquet"
    pq.write_table(pa.table({name: [row[i] for row in rows] for i, name in enumerate(names)}), path)
    return path


def geojson(folder: Path, areas: list[tuple[dict[str, object], object]], name: str = "couche.geojson.gz") -> Path:
    """A layer of (properties, rings of a polygon)."""
    features = [{"type": "Feature", "properties": properties,
                 "geometry": rings and {"type": "Polygon", "coordinates": rings}} for properties, rings in areas]
    return write(folder, name, json.dumps({"type": "FeatureCollection", "features": features}).encode())


SQUARE = [[[5.0, 45.0], [6.0, 45.0], [6.0, 46.0], [5.0, 46.0], [5.0, 45.0]]]
BOW_TIE = [[[5.0, 45.0], [6.0, 46.0], [6.0, 45.0], [5.0, 46.0], [5.0, 45.0]]]
