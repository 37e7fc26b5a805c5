"""The ACI in the journal: contracts, missions, indicators, measures, action sheets, money; every version of each."""

from cpts_analytics.journal.aci import periods
from cpts_analytics.journal.aci.batch import Batch
from cpts_analytics.journal.aci.choices import (
    ActionStatus,
    AmendmentScope,
    Calculation,
    Choice,
    DataSource,
    Direction,
    Form,
    Frequency,
    Fund,
    Giver,
    MeasureState,
    MissionKind,
    Nature,
    ProofKind,
    YearlyValue,
)
from cpts_analytics.journal.aci.fields import Field, fields, label
from cpts_analytics.journal.aci.kept import (
    AlreadyThereError,
    Change,
    Difference,
    EditConflictError,
    FieldError,
    Kept,
    NotThereError,
    called,
    differences,
)
from cpts_analytics.journal.aci.parts import (
    ActionStep,
    ColumnMatch,
    Meeting,
    PayStep,
    Proof,
    RunningAmount,
    Target,
    YearAmount,
)
from cpts_analytics.journal.aci.records import (
    BELONGS_TO,
    KINDS,
    ActionSheet,
    Amendment,
    Contract,
    Cpts,
    Entry,
    Indicator,
    Measure,
    Membership,
    Mission,
    Money,
    Objective,
    PartnerFormat,
    WorkingGroup,
)
from cpts_analytics.journal.aci.register import MOST_FILE_BYTES, Register

__all__ = [
    "BELONGS_TO", "KINDS", "MOST_FILE_BYTES", "ActionSheet", "ActionStatus", "ActionStep", "AlreadyThereError",
    "Amendment", "AmendmentScope", "Batch", "Calculation", "Change", "Choice", "ColumnMatch", "Contract", "Cpts",
    "DataSource", "Difference", "Direction", "EditConflictError", "Entry", "Field", "FieldError", "Form", "Frequency",
    "Fund", "Giver", "Indicator", "Kept", "Measure", "MeasureState", "Meeting", "Membership", "Mission", "MissionKind",
    "Money", "Nature", "NotThereError", "Objective", "PartnerFormat", "PayStep", "Proof", "ProofKind", "Register",
    "RunningAmount", "Target", "WorkingGroup", "YearAmount", "YearlyValue", "called", "differences", "fields", "label",
    "periods"]
