"""The built-in analyst: answers questions about a file by rule, without a model.

One way through it: `columns` and `profile` find out what the columns are for, `values` which values
occur, `requests` splits a message into requests and takes off the form it asks for, `parsing` reads
each into an `Intent` (`parsing.statistics` the statistical ones), `answers` turns that into queries
or execution plans, sentences and charts, `answering` and `running` run them, `analyst` ties it
together. `findings` does the automatic analysis.

To teach it a statistic: a rule in `parsing.statistics.operations`, the columns it needs in
`parsing.statistics.filling`, its settings in `parsing.statistics.settings`.
"""

from chat.analysts.builtin.analyst import BuiltinAnalyst

__all__ = ["BuiltinAnalyst"]
