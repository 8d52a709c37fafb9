"""Charts worth looking at, for a file nobody has looked at yet: ranked, with the reason for each.

A suggestion is a plan with a reason. `columns` says what each column can do in a chart, `rules`
make candidates of them, `ranking` orders those by effectiveness and variety, `services` compiles
and draws the best through the one gate for charts.
"""
