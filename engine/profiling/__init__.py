"""The profile of a file: what each column holds and what is odd about it, by SQL alone.

`results` and `tables` are light enough for the web process; everything else loads DuckDB and runs
in workers, through `run`.
"""
