"""Statistics over a session's data: tested library functions, never code written by a model.

`catalogue` declares every operation and is light enough for the web process; the functions
themselves import SciPy, statsmodels and scikit-learn and run in workers only, through `run`.
"""
