"""Spatial access: travel times, floating catchments, scenarios. No screen in it."""

from cpts_analytics.access.around import neighbours
from cpts_analytics.access.by_distance import Places, land_of, minutes, minutes_within
from cpts_analytics.access.catchment import Catchment, weights
from cpts_analytics.access.country import Country, ScenarioError
from cpts_analytics.access.pairs import Pairs, Trips, trips
from cpts_analytics.access.pairs_file import PairsStatus, ensure_pairs, pairs_status, start_pairs
from cpts_analytics.access.parameters import Parameters, Setting, parameters
from cpts_analytics.access.services import LIMITS, NEAREST, SERVICES, Service

__all__ = [
    "LIMITS", "NEAREST", "SERVICES", "Catchment", "Country", "Pairs", "PairsStatus", "Parameters", "Places", "ScenarioError",
    "Service", "Setting", "Trips", "ensure_pairs", "land_of", "minutes", "minutes_within", "neighbours", "pairs_status",
    "parameters", "start_pairs", "trips", "weights",
]
