"""The missions of the ACI: the rules of each text, the evaluation of indicators, the money, the overview of a contract."""

from cpts_analytics.missions.achievement import Achievement, AchievementState, achievement, of_measure
from cpts_analytics.missions.deadlines import ALARMS, Deadline, DeadlineKind
from cpts_analytics.missions.evening import ToEnter, jump, latest_by, recap, small_count, to_enter
from cpts_analytics.missions.formulas import FORMULAS
from cpts_analytics.missions.money import IndicatorEuros, MissionEuros, mission_euros
from cpts_analytics.missions.overview import IndicatorLine, MissionLine, MissionState, Overview, Total, Track, overview
from cpts_analytics.missions.pack import Pack, pack_of
from cpts_analytics.missions.projection import Course, Outlook, Projection, Trend, projection, trend
from cpts_analytics.missions.rulebook import MissionRule, RuleText, mission_rules, text, texts
from cpts_analytics.missions.size_watch import SizeWatch, size_watch
from cpts_analytics.missions.usual import Template, indicator_of, templates
from cpts_analytics.missions.words import NOT_MEASURED, NOT_TYPED, euros, number, percent
from cpts_analytics.missions.years import ContractYear, contract_years, target_of, year_of

__all__ = [
    "ALARMS", "FORMULAS", "NOT_MEASURED", "NOT_TYPED", "Achievement", "AchievementState", "ContractYear", "Course",
    "Deadline", "DeadlineKind", "IndicatorEuros", "IndicatorLine", "MissionEuros", "MissionLine", "MissionRule",
    "MissionState", "Outlook", "Overview", "Pack", "Projection", "RuleText", "SizeWatch", "Template", "ToEnter", "Total", "Track",
    "Trend", "achievement", "contract_years", "euros", "indicator_of", "jump", "latest_by", "mission_euros",
    "mission_rules", "number", "of_measure", "overview", "pack_of", "percent", "projection", "recap", "size_watch", "small_count",
    "target_of", "templates", "text", "texts", "to_enter", "trend", "year_of"]
