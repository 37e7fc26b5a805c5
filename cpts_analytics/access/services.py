"""The services that access is measured to: five professions with an APL, and places that one goes to."""

from __future__ import annotations

import dataclasses

from cpts_analytics.access.parameters import Decay, parameters


@dataclasses.dataclass(frozen=True, kw_only=True)
class Service:
    """One type of the BPE. ``label``: French, capital first; ``apl``: key of the published APL, "" when there is none."""

    key: str  # as in ``count_<key>``
    label: str
    one: str  # "médecin généraliste"
    many: str
    feminine: bool = False
    apl: str = ""
    liberal: str = ""  # key of the CNAM's count by département
    unit: str = ""  # of the APL

    @property
    def is_profession(self) -> bool:
        return bool(self.apl)

    @property
    def a(self) -> str:
        """« une pharmacie »."""
        return f"{'une' if self.feminine else 'un'} {self.one}"

    @property
    def of(self) -> str:
        """« d'infirmier », « de pharmacie »."""
        return f"d'{self.one}" if self._elided else f"de {self.one}"

    @property
    def of_nearest(self) -> str:
        """« de la pharmacie la plus proche », « du service d'urgences le plus proche », « de l'infirmier le plus proche »."""
        article = "de l'" if self._elided else "de la " if self.feminine else "du "
        return f"{article}{self.one} {'la' if self.feminine else 'le'} plus proche"

    @property
    def _elided(self) -> bool:
        return self.one[0] in "aeiouéèê"

    @property
    def decay(self) -> Decay:
        return parameters().decays[self.key]

    @property
    def threshold(self) -> float | None:
        """Value under which a commune is called "sous-dense"; only GPs have one."""
        return 2.5 if self.key == "gp" else None


def _profession(key: str, label: str, one: str, many: str, *, feminine: bool = False, unit: str = "",
                people: str = "habitants") -> Service:
    standardised = f"ETP pour 100\u202f000 {people} standardisé{'es' if people == 'femmes' else 's'}"
    return Service(key=key, label=label, one=one, many=many, feminine=feminine, apl=f"apl_{key}", liberal=f"liberal_{key}",
                   unit=unit or standardised)


SERVICES: dict[str, Service] = {item.key: item for item in (
    _profession("gp", "Médecins généralistes", "médecin généraliste", "médecins généralistes",
                unit="consultations par an et par habitant standardisé"),
    _profession("nurse", "Infirmiers", "infirmier", "infirmiers"),
    _profession("physiotherapist", "Kinésithérapeutes", "kinésithérapeute", "kinésithérapeutes"),
    _profession("dentist", "Chirurgiens-dentistes", "chirurgien-dentiste", "chirurgiens-dentistes"),
    _profession("midwife", "Sages-femmes", "sage-femme", "sages-femmes", feminine=True, people="femmes"),
    Service(key="pharmacy", label="Pharmacies", one="pharmacie", many="pharmacies", feminine=True),
    Service(key="emergency", label="Services d'urgences", one="service d'urgences", many="services d'urgences"),
    Service(key="maternity", label="Maternités", one="maternité", many="maternités", feminine=True),
    Service(key="msp", label="Maisons de santé (MSP)", one="maison de santé (MSP)", many="maisons de santé (MSP)",
            feminine=True),
)}

NEAREST = ("gp", "nurse", "pharmacy", "emergency", "maternity", "msp")
"""The services whose nearest place is shown in minutes."""

LIMITS = (10, 20, 30)
"""Minutes beyond which inhabitants are counted."""
