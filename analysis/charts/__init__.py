"""Charts: one gate that every chart passes, the finish it gives them, templates and suggestions.

A chart is a Vega-Lite specification without data, and the rows of a query. `prepare_chart` checks
the one against the other and makes them one document; `engine.chart_compiler` proves that it draws.
"""

from analysis.charts.gate import MAX_SPEC_CHARS, SCHEMA, prepare_chart

__all__ = ["MAX_SPEC_CHARS", "SCHEMA", "prepare_chart"]
