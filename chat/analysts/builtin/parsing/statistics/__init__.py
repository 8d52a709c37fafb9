"""Questions that the statistics answer: tests, models, forecasts, feature steps.

Their vocabulary is large and fixed, so it is read as phrases (`phrases`) before the words are
tagged: the operation (`operations`), its settings (`settings`), feature steps (`features`). What is
left goes over the board like every other question: conditions first, then the columns and the part
each plays (`roles`). `reader` puts the pieces together.
"""
