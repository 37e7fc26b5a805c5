"""C@rtoSanté by bassin de vie: secrecy, missing results, control of our own APL."""

from __future__ import annotations

import pytest

from cpts_analytics.errors import SourceFileError
from cpts_analytics.model import Status
from cpts_analytics.sources import cartosante_bassins_2024
from tests.sources.published import csv_file

TITLES = ("CartoSanté; ; ; ; ; ; ; ; ; ", "Référentiel géographique : France par bassin de vie; ; ; ; ; ; ; ; ; ")
HEADER = ("Code;Libellé;Part des bénéf. ophtalmo. dans pop. 2024;APL Médecins généralistes 2023;"
          "Densité d'orthophonistes lib. 2024;Densité de généralistes lib. 2024;Densité d'infirmiers lib. 2024;"
          "Densité de sages-femmes lib. 2024;Part des bénéf. en ALD dans la pop 2024;"
          "Densité des pharmacies pour 10 000 hab. 2024")


def test_secret_missing_and_outside(tmp_path):
    table = cartosante_bassins_2024.read(csv_file(
        tmp_path / "cartosante.csv.gz", *TITLES, HEADER,
        "01004;Ambérieu-en-Bugey;35.3;3;24.7;9;17.3;2.8;N/A - secret statistique;2.3",
        "97611;Mamoudzou;1.3;N/A - résultat non disponible;0;0.5;2;0;0.3;1.1",
        "977ZZ;Saint-Barthélemy;20;N/A - résultat non disponible;1;2;3;1;10;2.8", bom=True)).set_index(
            "bassin_de_vie_code")
    assert table.index.to_list() == ["01004", "97611"]
    assert table["ald_pct_status"].to_list() == ["suppressed", "ok"]
    assert table["apl_gp_status"].to_list() == ["ok", "not_published"]
    assert table.at["97611", "speech_therapists_per_100k"] == 0


def test_an_unknown_mark_is_refused(tmp_path):
    path = csv_file(tmp_path / "cartosante.csv", *TITLES, HEADER, "01004;Ambérieu;35.3;3;24.7;9;17.3;2.8;secret;2.3")
    with pytest.raises(SourceFileError, match="ligne 4.*« secret »"):
        cartosante_bassins_2024.read(path)


def test_real_file(real_table):
    table = real_table("cartosante_bassins_2024")
    assert (table["ald_pct_status"] == Status.SUPPRESSED).sum() == 157
    assert table["apl_gp"].notna().sum() == 1_705
    assert len(table) == 1_707
    assert table["bassin_de_vie_code"].str.startswith(("2A", "2B")).any()
