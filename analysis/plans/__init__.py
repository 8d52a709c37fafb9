"""Execution plans: what to compute as a JSON document, checked and compiled before anything runs.

A plan names an operation (an aggregation, a statistic, a chart, rows) over columns, after feature
steps and filters. `check_plan` says what is wrong with it in sentences or compiles it to SQL.
"""

from analysis.plans.charts import ChartRequest
from analysis.plans.check import CompiledPlan, PlanCheck, check_plan
from analysis.plans.facts import TableFacts
from analysis.plans.model import Plan
from analysis.plans.problems import Problem
from analysis.plans.schema import plan_schema

__all__ = [
    "ChartRequest",
    "CompiledPlan",
    "Plan",
    "PlanCheck",
    "Problem",
    "TableFacts",
    "check_plan",
    "plan_schema",
]
