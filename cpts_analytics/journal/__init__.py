"""What people write: kept territories with their versions, and answers that open data do not hold."""

from cpts_analytics.journal.examples import EXAMPLES, Example
from cpts_analytics.journal.examples import LABEL as EXAMPLE_LABEL
from cpts_analytics.journal.failures import ConflictError, NameTakenError, NotKeptError
from cpts_analytics.journal.journal import Journal
from cpts_analytics.journal.records import Answer, KeptAnswer, KeptVersion, Origin, perimeter_digest
from cpts_analytics.journal.scenarios import KeptScenario, Scenarios
from cpts_analytics.journal.words import name_key

__all__ = ["EXAMPLES", "EXAMPLE_LABEL", "Answer", "ConflictError", "Example", "Journal", "KeptAnswer", "KeptScenario",
           "KeptVersion", "NameTakenError", "NotKeptError", "Origin", "Scenarios", "name_key", "perimeter_digest"]
