"""The formulas as a screen shows them, each in French sentences."""

from __future__ import annotations

from cpts_analytics.missions.words import french

FORMULAS: tuple[tuple[str, str], ...] = tuple((title, french(words)) for title, words in (
    ("Taux d'atteinte",
     "Avec une valeur de départ : 100 × (valeur − départ) ÷ (cible − départ), que l'indicateur soit à augmenter ou à "
     "diminuer. Sans valeur de départ : 100 × valeur ÷ cible s'il est à augmenter, 100 × cible ÷ valeur s'il est à "
     "diminuer. Toujours entre 0 et 100 %. Si la cible était déjà atteinte au départ, il s'agit de s'y maintenir : "
     "100 % ou 0. Valeur absente, non mesurée ou dénominateur nul : pas de taux, et le dire."),
    ("Mesure retenue",
     "Pour une année du contrat : la dernière mesure dont la période finit dans cette année, du jour anniversaire de la "
     "signature à la veille du suivant ; ou la somme des mesures de cette année, si l'indicateur se cumule."),
    ("Tendance", "La dernière valeur moins la précédente ; « amélioration » si elle va dans le sens de l'indicateur."),
    ("Projection",
     "À partir de quatre mesures : droite des moindres carrés, lue au dernier jour de l'année du contrat, avec un "
     "intervalle de prédiction à 95 %. Elle suppose que rien ne change d'ici là. En dessous de quatre mesures : la "
     "distance à la cible, seulement."),
    ("Échéances",
     "Comptées en mois depuis la signature du contrat ; pour la mission de crise d'un contrat antérieur à l'avenant 2, "
     "depuis l'adhésion à cet avenant. Alertes à 24, 18, 12 et 6 mois."),
    ("Part fixe",
     "75 % au démarrage de la mission, puis, à chaque anniversaire, le solde de l'année qui finit (25 %) et 75 % de "
     "l'année qui commence ; le solde seul à la fin du contrat. Les montants sont ceux du contrat, saisis."),
    ("Part variable",
     "Part variable de la mission × poids de l'indicateur × part acquise. Part acquise selon le contrat : tout ou rien "
     "(100 % si la cible est atteinte, sinon 0), proportionnel (le taux d'atteinte), par paliers (la part du plus haut "
     "palier atteint). Un montant, un poids ou un calcul qui n'est pas saisi reste « non renseigné »."),
    ("Taille",
     "La population du périmètre d'aujourd'hui comparée aux seuils du texte, et à la taille que le contrat retient. "
     "Un écart est « à vérifier avec la CPAM »."),
))
