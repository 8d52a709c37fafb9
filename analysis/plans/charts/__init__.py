"""Charts of a plan: rows bounded by aggregating in SQL, never by cutting, and a specification for them.

The limits on what one chart shows keep its rows within the few thousand that a chart may have.
"""

from analysis.plans.charts.compiling import compile_chart
from analysis.plans.charts.request import ChartRequest

__all__ = ["ChartRequest", "compile_chart"]
