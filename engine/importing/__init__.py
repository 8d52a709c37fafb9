"""Turning an uploaded file into one DuckDB table, without losing a line of it unreported.

`importer.import_file` is the way in. It runs inside a disposable child process with limits; the
files here know nothing of Django, of users or of where things are stored.
"""
