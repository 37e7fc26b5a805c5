"""The sentences of a pathway: the answer, where a link misses, how to read a link. Plain texts, spaces made French."""

from __future__ import annotations

from cpts_analytics.ui.needs_screen import interval
from cpts_analytics.ui.pathway_read import LinkView, Missing, PathwayView
from cpts_analytics.views import places, states
from cpts_analytics.views.numbers import NBSP, count_words, is_known, number, period_words, typeset, unit_for

MOST_NAMED = 8
BADGE_TIME = "Temps estimé à vol d'oiseau, depuis le centre de la commune"
SEA = "traversée maritime : non calculé"
NOT_A_PATIENTELE = ("Ces lieux soignent aussi tous les autres habitants, et des patients venus d'ailleurs : des patients "
                    "attendus par lieu ne sont pas une patientèle.")
DO_NOT_CONCLUDE = (
    NOT_A_PATIENTELE,
    "Un lieu d'exercice n'est ni une personne ni un temps de présence : il peut n'ouvrir qu'un jour par semaine, ou ne plus "
    "prendre de patients.",
    "Un temps estimé à vol d'oiseau ignore routes, relief et circulation ; à quelques minutes de la portée, le manque n'est pas "
    "établi.",
    "La portée est une convention de lecture, que vous pouvez changer ; elle n'est ni une norme ni un droit.",
    "Une commune où un maillon manque n'est pas une commune où l'on est mal suivi : le recours réel n'est pas connu ici.")


def question(view: PathwayView) -> str:
    label = view.pathway.label
    kept = label if label.isupper() else f"{label[:1].lower()}{label[1:]}"
    return f"Parcours {kept} : qui suit les patients, et où manque-t-il un maillon ?"


def answer(view: PathwayView) -> str:
    """How many patients, how many of the first link, how many communes lack something."""
    record, own = view.pathway.patients, view.own(view.pathway.estimate)
    if own is None or not is_known(own["value"]):
        said = f"Patients attendus : {states.value_words(own, record) if own else 'absent de cette version'}"
    else:
        said = f"Environ {number(float(own['value']))} {record.numerator_label}"
        between = interval(own, record)
        said += f" ({between})" if between else ""
    first = view.links[0]
    if first.places is not None:
        said += f" ; {places_words(first)}"
        said += f", soit 1 pour {number(first.patients_per_place)} d'entre elles" if first.patients_per_place else ""
    total, lacking = len(view.territory.members), view.lacking
    if not lacking.codes:
        where = ("la commune a" if total == 1 else "les communes ont toutes") + " chaque maillon à sa portée"
    elif total == 1:
        names = ", ".join(one.link.label.lower() for one in view.links if one.is_missing[view.at].any())
        where = f"il manque au moins un maillon à sa portée ({names})"
    else:
        where = (f"{count_words(len(lacking.codes), 'commune')} sur {number(total)} {_has(lacking)} pas tous les maillons à leur "
                 f"portée ({_people(lacking)})")
    return typeset(f"{said} ; {where}.")


def _has(missing: Missing) -> str:
    return "n'a" if len(missing.codes) == 1 else "n'ont"


def places_words(one: LinkView) -> str:
    """« 85 lieux d'exercice de médecin généraliste »."""
    noun = one.link.indicators[0].numerator_label or one.link.label.lower()
    return f"{number(one.places)} {unit_for(one.places, noun)}" if one.places is not None else "nombre absent de cette version"


def sentences(view: PathwayView) -> list[str]:
    """Where a link misses: one sentence a link, those that concern most inhabitants first."""
    found: list[tuple[float, str]] = []
    for one in view.links:
        if one.beyond.codes:
            found.append((one.beyond.inhabitants, beyond_words(one)))
        if one.overseas.codes:
            found.append((one.overseas.inhabitants, f"{one.link.none} sur place : {_names(one.overseas)} "
                                                    f"({_people(one.overseas)}) ; {SEA}."))
    return [typeset(text) for _, text in sorted(found, key=lambda line: -line[0])]


def reached(view: PathwayView) -> str:
    """The links that every commune has within their reach, in one sentence; empty when there is none."""
    by_reach: dict[int, list[str]] = {}
    for one in view.links:
        if not one.beyond.codes and not one.overseas.codes:
            by_reach.setdefault(one.reach, []).append(one.link.label)
    if not by_reach:
        return ""
    parts = [f"{', '.join(labels)} (moins de {minutes} minutes)" for minutes, labels in sorted(by_reach.items())]
    where = "Sur place ou à portée" if len(view.territory.members) == 1 else "Sur place ou à portée dans toutes les communes"
    return typeset(f"{where} : {' ; '.join(parts)}.")


def beyond_words(one: LinkView) -> str:
    """« Aucun podologue à moins de 20 minutes estimées : X, Y (n habitants, ≈ m patients). »"""
    return f"{one.link.none} à moins de {number(one.reach)} minutes estimées : {_names(one.beyond)} ({_people(one.beyond)})."


def _names(missing: Missing) -> str:
    rest = len(missing.names) - MOST_NAMED
    if rest <= 1:
        return ", ".join(missing.names)
    return f"{', '.join(missing.names[:MOST_NAMED])} et {number(rest)} autres communes"


def _people(missing: Missing) -> str:
    return f"{count_words(missing.inhabitants, 'habitant')}, {patients_words(missing)}"


def patients_words(missing: Missing) -> str:
    """« ≈ 120 patients »: to the nearest ten, for it is an estimate of a few communes."""
    if missing.few_patients or (missing.patients is not None and 0 < missing.patients < 11):
        return "moins de 11 patients"
    if missing.patients is None:
        return "patients : non estimé"
    return f"≈{NBSP}{count_words(10 * round(missing.patients / 10), 'patient')}"


def lecture(view: PathwayView, one: LinkView) -> str:
    """« Lecture : … » of one link, with what not to conclude."""
    own, record = view.own(one.link.counts[0]), view.own(view.pathway.estimate)
    if own is None or one.places is None:
        return ""
    text = f"Lecture : en {period_words(str(own['period']))}, {places_words(one)}"
    if one.patients_per_place and record is not None:
        text += (f" pour environ {number(float(record['value']))} patients attendus, soit 1 pour "
                 f"{number(one.patients_per_place)}")
        beside = [f"1 pour {number(value)} {places.inside(name)}" for name, value in one.beside.items()]
        text += f", contre {' et '.join(beside)}" if beside else ""
    near = len(view.territory.members) - len(one.beyond.codes) - len(one.overseas.codes)
    total = len(view.territory.members)
    where = f"{count_words(near, 'commune')} sur {number(total)}" if total > 1 else "la commune" if near else "aucune commune"
    text += f". On en trouve sur place, ou à moins de {number(one.reach)} minutes estimées, pour {where}"
    return typeset(f"{text}. À ne pas conclure : {NOT_A_PATIENTELE}")
