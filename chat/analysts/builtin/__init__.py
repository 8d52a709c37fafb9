"""The built-in analyst: answers questions about a file by rule, without a model.

One way through it: `columns` and `profile` find out what the columns are for, `values` which values
occur, `parsing` reads the question into an `Intent`, `answers` turns that into queries, sentences
and charts, `analyst` runs them. `findings` does the automatic analysis.
"""

from chat.analysts.builtin.analyst import BuiltinAnalyst

__all__ = ["BuiltinAnalyst"]
