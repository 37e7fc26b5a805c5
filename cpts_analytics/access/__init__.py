"""Spatial access: travel times, floating catchments, scenarios. No screen in it.

    >>> model = access.load(store)
    >>> outcome = access.simulate(model, access.Scenario.decode("a:gp:1@38053"), territory.members)
"""

from cpts_analytics.access.around import neighbours
from cpts_analytics.access.asking import ASKING, Asking
from cpts_analytics.access.by_distance import Places, land_of, minutes, minutes_within
from cpts_analytics.access.calibration import Calibration, Fit, LeftOut, Miss
from cpts_analytics.access.calibration_words import AIM
from cpts_analytics.access.catchment import Catchment, weights
from cpts_analytics.access.causes import cause_of, causes, causes_to, named, reasons
from cpts_analytics.access.country import Country, ScenarioError
from cpts_analytics.access.crossing import NOT_PEOPLE, Crossing, Limits, cross, sensitivity, thirds
from cpts_analytics.access.engine import URL as ROUTING_URL
from cpts_analytics.access.engine import Engine, RoutingError, configured
from cpts_analytics.access.minutes_words import minutes_sentence
from cpts_analytics.access.national import Access
from cpts_analytics.access.near_table import commune_minutes, near_table
from cpts_analytics.access.next_posts import Criterion, NextPosts, Step, next_posts
from cpts_analytics.access.pairs import Pairs, Trips, trips
from cpts_analytics.access.pairs_file import PairsStatus, ensure_pairs, pairs_status, start_pairs
from cpts_analytics.access.parameters import Assumption, Parameters, Setting, parameters
from cpts_analytics.access.profession import Profession
from cpts_analytics.access.reading import load
from cpts_analytics.access.routing import with_engine
from cpts_analytics.access.scenario import Action, Kind, Scenario
from cpts_analytics.access.services import LIMITS, NEAREST, SERVICES, Service
from cpts_analytics.access.simulation import (
    AplOutcome,
    Crossings,
    MinutesOutcome,
    Outcome,
    apl_table,
    crossings,
    minutes_table,
    simulate,
)
from cpts_analytics.access.summary import Summary, summaries, summary
from cpts_analytics.access.travel import TravelSource
from cpts_analytics.access.words import BADGE_MINUTES, DENSITY_CLASSES, NO_ITINERARY, NO_ROAD, NOT_COMPUTED, NOT_ZONING

__all__ = [
    "AIM", "ASKING", "BADGE_MINUTES", "DENSITY_CLASSES", "LIMITS", "NEAREST", "NOT_COMPUTED", "NOT_PEOPLE", "NOT_ZONING",
    "NO_ROAD", "ROUTING_URL", "SERVICES", "Access", "Action", "AplOutcome", "Asking", "Assumption", "Calibration", "Catchment",
    "Country", "Criterion", "Crossing", "Crossings", "Engine", "Fit", "Kind", "LeftOut", "Limits", "MinutesOutcome", "Miss",
    "NextPosts", "Outcome", "Pairs", "PairsStatus", "Parameters", "Places", "Profession", "RoutingError", "Scenario",
    "ScenarioError", "Service", "Setting", "Step", "Summary", "TravelSource", "Trips", "apl_table", "commune_minutes",
    "configured", "cross", "crossings", "ensure_pairs", "land_of", "load", "minutes", "minutes_sentence", "minutes_table",
    "minutes_within", "near_table", "NO_ITINERARY", "cause_of", "causes", "causes_to", "named", "neighbours", "next_posts",
    "pairs_status", "parameters", "reasons", "sensitivity", "simulate", "start_pairs", "summaries", "summary", "thirds",
    "trips", "weights", "with_engine",
]
