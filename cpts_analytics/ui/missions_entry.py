from cpts_analytics.ui.missions_read import Here


def show(here: Here) -> None:
    return None
