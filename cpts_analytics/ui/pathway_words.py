"""The sentences of a pathway: the answer, where a link misses, how to read a link. Plain texts, spaces made French."""

from __future__ import annotations

from cpts_analytics.ui.access_words import between
from cpts_analytics.ui.pathway_read import LinkView, Missing, PathwayView
from cpts_analytics.views import places, states
from cpts_analytics.views.estimates import interval
from cpts_analytics.views.numbers import NBSP, count_words, is_known, number, period_words, typeset, unit_for

MOST_NAMED, MOST_UNSURE = 8, 4
WAITING = "minutes : en cours de calcul"
LATER = "La carte et les minutes s'affichent ici dès que les temps de trajet sont calculés."
NOBODY = "Personne n'habite ici : il n'y a pas de patients à attendre, et aucun maillon ne manque à personne."
NOT_A_PATIENTELE = ("Ces lieux soignent aussi tous les autres habitants, et des patients venus d'ailleurs : des patients "
                    "attendus par lieu ne sont pas une patientèle.")
DO_NOT_CONCLUDE = (
    NOT_A_PATIENTELE,
    "Un lieu d'exercice n'est ni une personne ni un temps de présence : il peut n'ouvrir qu'un jour par semaine, ou ne plus "
    "prendre de patients.",
    "Un temps estimé à vol d'oiseau ignore routes, relief et circulation : il va du réglage rapide au réglage lent du modèle. "
    "Un maillon manque quand même le temps rapide dépasse la portée ; quand seul le temps lent la dépasse, il manque peut-être.",
    "La portée est une convention de lecture, que vous pouvez changer ; elle n'est ni une norme ni un droit.",
    "Une commune où un maillon manque n'est pas une commune où l'on est mal suivi : le recours réel n'est pas connu ici.")


def question(view: PathwayView) -> str:
    label = view.pathway.label
    kept = label if label.isupper() else f"{label[:1].lower()}{label[1:]}"
    return f"Parcours {kept} : qui suit les patients, et où manque-t-il un maillon ?"


def answer(view: PathwayView) -> str:
    """How many patients, how many of the first link, how many communes lack something."""
    if not view.inhabitants.any():
        return typeset(NOBODY)
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
    where = _where(view)
    return typeset(f"{said} ; {where}." if where else f"{said}.")


def _where(view: PathwayView) -> str:
    """How many communes lack something, for sure and perhaps; nothing while the times are being made."""
    total, lacking, perhaps = len(view.territory.members), view.lacking, view.perhaps
    if view.source is None:
        return ""
    if not lacking.codes:
        where = ("la commune a" if total == 1 else "les communes ont toutes") + " chaque maillon à sa portée"
        if not perhaps.codes:
            return where
        some = f"{number(len(perhaps.codes))} d'entre elles " if total > 1 else ""
        return f"{where} au réglage rapide, mais peut-être pas {some}au réglage lent"
    if total == 1:
        names = ", ".join(one.link.label.lower() for one in view.links if one.is_missing[view.at].any())
        return f"il manque au moins un maillon à sa portée ({names})"
    others = f", et peut-être {count_words(len(perhaps.codes), 'autre')}" if perhaps.codes else ""
    return (f"{count_words(len(lacking.codes), 'commune')} sur {number(total)} {_has(lacking)} pas tous les maillons à leur "
            f"portée ({_people(lacking)}){others}")


def _has(missing: Missing) -> str:
    return "n'a" if len(missing.codes) == 1 else "n'ont"


def places_words(one: LinkView) -> str:
    """« 85 lieux d'exercice de médecin généraliste »."""
    noun = one.link.indicators[0].numerator_label or one.link.label.lower()
    return f"{number(one.places)} {unit_for(one.places, noun)}" if one.places is not None else "nombre absent de cette version"


def sentences(view: PathwayView) -> list[str]:
    """Where a link misses: one text a link and case, those that concern most inhabitants first, the unsure ones last."""
    found: list[tuple[bool, float, str]] = []
    if not view.inhabitants.any():
        return [typeset(NOBODY)]
    for one in view.links:
        if one.beyond.codes:
            found.append((True, one.beyond.inhabitants, beyond_words(one)))
        if one.cut_off.codes:
            found.append((True, one.cut_off.inhabitants, f"{one.link.none} sur place : {_names(one.cut_off)} "
                                                         f"({_people(one.cut_off)}) ; {cut_off_words(one.cut_off)}."))
        if one.perhaps.codes and not one.beyond.codes:
            found.append((False, one.perhaps.inhabitants, perhaps_words(one)))
    return [typeset(text) for _, _, text in sorted(found, key=lambda line: (not line[0], -line[1]))]


def reached(view: PathwayView) -> str:
    """The links that every commune has within their reach at both settings, in one sentence; empty when there is none."""
    by_reach: dict[int, list[str]] = {}
    for one in view.links:
        if one.times is not None and not (one.beyond.codes or one.perhaps.codes or one.cut_off.codes):
            by_reach.setdefault(one.reach, []).append(one.link.label)
    if not by_reach:
        return ""
    parts = [f"{', '.join(labels)} (moins de {minutes} minutes)" for minutes, labels in sorted(by_reach.items())]
    where = "Sur place ou à portée" if len(view.territory.members) == 1 else "Sur place ou à portée dans toutes les communes"
    return typeset(f"{where} : {' ; '.join(parts)}.")


def beyond_words(one: LinkView) -> str:
    """« Aucun podologue à moins de 20 minutes estimées, même au réglage rapide : X, Y (n habitants, ≈ m patients). Peut-être
    aussi, au seul réglage lent : Z (n habitants). »"""
    text = (f"{one.link.none} à moins de {number(one.reach)} minutes estimées, même au réglage rapide : {_names(one.beyond)} "
            f"({_people(one.beyond)}).")
    if one.perhaps.codes:
        text += f" Peut-être aussi, au seul réglage lent : {_names(one.perhaps, MOST_UNSURE)} ({_inhabitants(one.perhaps)})."
    return text


def perhaps_words(one: LinkView) -> str:
    """« Peut-être aucun podologue à moins de 20 minutes estimées (au seul réglage lent) : X (n habitants). »"""
    none = f"{one.link.none[:1].lower()}{one.link.none[1:]}"
    return (f"Peut-être {none} à moins de {number(one.reach)} minutes estimées (au seul réglage lent) : "
            f"{_names(one.perhaps, MOST_UNSURE)} ({_inhabitants(one.perhaps)}).")


def cut_off_words(missing: Missing) -> str:
    """« traversée maritime : non calculé », « aucune route : non calculé » or both: why there are no minutes."""
    return " ; ".join(f"{text[:1].lower()}{text[1:]}" for text in missing.why)


def minutes_words(fast: float, slow: float) -> str:
    """« entre 8 et 13 min », « 8 min »."""
    return f"{between(fast, slow)}{NBSP}min"


def _names(missing: Missing, most: int = MOST_NAMED) -> str:
    rest = len(missing.names) - most
    if rest <= 1:
        return ", ".join(missing.names)
    return f"{', '.join(missing.names[:most])} et {number(rest)} autres communes"


def _people(missing: Missing) -> str:
    return f"{_inhabitants(missing)}, {patients_words(missing)}"


def _inhabitants(missing: Missing) -> str:
    return count_words(missing.inhabitants, "habitant")


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
    if one.times is not None:
        text += f". On en trouve sur place, ou à moins de {number(one.reach)} minutes estimées, pour {_near(view, one)}"
    return typeset(f"{text}. À ne pas conclure : {NOT_A_PATIENTELE}")


def _near(view: PathwayView, one: LinkView) -> str:
    """« 15 à 18 communes sur 22, du réglage lent au réglage rapide »."""
    total = len(view.territory.members)
    most = total - len(one.beyond.codes) - len(one.cut_off.codes)
    least = most - len(one.perhaps.codes)
    if total == 1:
        return "la commune" if least else "la commune au seul réglage rapide" if most else "aucune commune"
    if least == most:
        return f"{count_words(most, 'commune')} sur {number(total)}"
    return f"{number(least)} à {count_words(most, 'commune')} sur {number(total)}, du réglage lent au réglage rapide"
