"""The frame: page settings, style, navigation. One file of ``pages/`` is one screen."""

from pathlib import Path

import streamlit as st

from cpts_analytics.ui import frame, state

PAGES = {
    "Comprendre": (("mon_territoire", "Mon territoire", ":material/home_pin:"),
                   ("carte", "Carte", ":material/map:"),
                   ("population", "Population", ":material/groups:"),
                   ("besoins_de_sante", "Besoins de santé", ":material/monitor_heart:"),
                   ("prevention_et_crise", "Prévention et crise", ":material/vaccines:"),
                   ("offre_de_soins", "Offre de soins", ":material/stethoscope:"),
                   ("acces_aux_soins", "Accès aux soins", ":material/directions_car:")),
    "Agir": (("parcours", "Parcours", ":material/route:"),
             ("besoins_et_acces", "Besoins et accès croisés", ":material/grid_on:"),
             ("et_si", "Et si…", ":material/edit_road:"),
             ("missions_aci", "Missions ACI", ":material/flag:")),
    "Vérifier": (("sources_et_methodes", "Sources et méthodes", ":material/fact_check:"),),
}
"""Section of the navigation → file, title and icon of its screens, in order."""

FOLDER = Path(__file__).parent / "pages"


def screens() -> dict[str, list[st.Page]]:
    """The screens whose file is there, by section; the first one is the home page."""
    found = [(section, *about) for section, abouts in PAGES.items() for about in abouts
             if (FOLDER / f"{about[0]}.py").is_file()]
    made: dict[str, list[st.Page]] = {}
    for section, name, title, icon in found:
        is_home = name == found[0][1]
        page = st.Page(FOLDER / f"{name}.py", title=title, icon=icon, default=is_home,
                       url_path=None if is_home else name.replace("_", "-"))  # a home page's own name would lead nowhere
        made.setdefault(section, []).append(page)
    return made


def by_name(home: st.Page) -> st.Page:
    """The home page's own short address, which Streamlit would not know: it leads to the home page, with what it asks."""
    return st.Page(lambda: st.switch_page(home, query_params=st.query_params.to_dict()), title=home.title,
                   url_path=PAGES["Comprendre"][0][0].replace("_", "-"))


st.set_page_config(page_title="CPTS Analytics", page_icon=str(frame.ICON), layout="wide",
                   initial_sidebar_state="auto", menu_items={})
pages = screens()
home = pages["Comprendre"][0]
current = st.navigation({**pages, "": [by_name(home)]}, position="hidden")
state.enter(current.url_path)
frame.dress()
with frame.guarded():
    frame.navigation(pages)
    current.run()
