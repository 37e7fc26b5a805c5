"""Communes, mergers, hierarchy, neighbours; territories out of what people give.

    >>> geography = Geography.load(store)
    >>> territory = resolve("epci:243800604", geography)
"""

from cpts_analytics.territory.compact import MOST_COMMUNES, decode, encode
from cpts_analytics.territory.contiguity import apart, components, touching
from cpts_analytics.territory.geography import Area, Geography
from cpts_analytics.territory.identify import Candidate
from cpts_analytics.territory.likes import Like, LikeTerritories, like_territories
from cpts_analytics.territory.names import Ambiguous, Parsed, Unknown, parse_list
from cpts_analytics.territory.passage import Passage, to_2025
from cpts_analytics.territory.profile import Part, Profile, SizeClass, parts, profile, rest_of, size_class
from cpts_analytics.territory.spec import (
                                           PERIMETER_DATE,
                                           checked,
                                           edit,
                                           moved_codes,
                                           name_of,
                                           of_codes,
                                           resolve,
                                           spec_of,
)
from cpts_analytics.territory.text import normalise
from cpts_analytics.territory.upload import parse_file

__all__ = [
    "MOST_COMMUNES", "PERIMETER_DATE", "Ambiguous", "Area", "Candidate", "Geography", "Like", "LikeTerritories",
    "Parsed", "Part", "Passage", "Profile", "SizeClass", "Unknown", "apart", "checked", "components", "decode", "edit",
    "encode", "like_territories", "moved_codes", "name_of", "normalise", "of_codes", "parse_file", "parse_list",
    "parts", "profile", "resolve", "rest_of", "size_class", "spec_of", "to_2025", "touching",
]
