"""From a question's words to an `Intent`.

Tokens are tagged (`tagging`), small recognisers take what they understand off the board
(`limits`, `filters`, `groups`, `measures`), `decide` makes an intent of what they found. Words that
nobody took are reported, never dropped.
"""
