"""How often an analyst is right: questions with known answers, asked through real turns.

`suite` reads the questions, `runner` asks them, `compare` judges the answers, `report` sums up.
"""
