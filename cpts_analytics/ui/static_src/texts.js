// Every word that the map says, in French.

export const FRENCH = {
  failed: "La carte n'a pas pu être dessinée. Rechargez la page\u00a0; le tableau dit la même chose.",
  noWebGL:
    "Ce navigateur ne peut pas dessiner la carte interactive (WebGL absent ou désactivé). " +
    "Une carte fixe la remplace\u00a0; le tableau dit la même chose.",
  fullscreen: "Plein écran",
  leaveFullscreen: "Quitter le plein écran",
  goTo: "Aller à",
  legend: "Légende",
  keyboardHelp:
    "Flèches\u00a0: déplacer\u00a0; plus et moins\u00a0: zoomer\u00a0; Entrée\u00a0: choisir la commune au centre.",
  centre: "Au centre",
  communes: ["commune", "communes"],
  locale: {
    "Map.Title": "Carte",
    "Marker.Title": "Repère",
    "NavigationControl.ZoomIn": "Zoomer",
    "NavigationControl.ZoomOut": "Dézoomer",
    "NavigationControl.ResetBearing": "Remettre le nord en haut",
    "ScaleControl.Feet": "pi",
    "ScaleControl.Meters": "m",
    "ScaleControl.Kilometers": "km",
    "ScaleControl.Miles": "mi",
    "CooperativeGesturesHandler.WindowsHelpText": "Ctrl + molette pour zoomer",
    "CooperativeGesturesHandler.MacHelpText": "⌘ + molette pour zoomer",
    "CooperativeGesturesHandler.MobileHelpText": "Deux doigts pour déplacer la carte",
  },
};

const NUMBERS = new Intl.NumberFormat("fr-FR");

export function count(number, [one, several]) {
  return `${NUMBERS.format(number)}\u00a0${number >= 2 ? several : one}`;
}
