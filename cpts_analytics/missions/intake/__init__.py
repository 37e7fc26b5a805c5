"""Tables from elsewhere: read, refused when they hold persons, matched, told line by line, then written all or nothing."""

from cpts_analytics.missions.intake.matching import (
    FIELDS,
    REQUIRED,
    Matching,
    best_table,
    field_label,
    propose,
    remember,
)
from cpts_analytics.missions.intake.persons import PersonalDataError, refuse_persons
from cpts_analytics.missions.intake.plan import LineReport, Plan, apply, prepare, preview
from cpts_analytics.missions.intake.proofs import keep_proof
from cpts_analytics.missions.intake.table import Table, pasted, read_tables

__all__ = ["FIELDS", "REQUIRED", "LineReport", "Matching", "PersonalDataError", "Plan", "Table", "apply", "best_table",
           "field_label", "keep_proof", "pasted", "prepare", "preview", "propose", "read_tables", "refuse_persons", "remember"]
