"""The engine: plain Python, no Django, the only code that opens user data.

Everything that touches an uploaded file runs in a disposable child process; this package
starts those processes, talks to them and turns whatever goes wrong into an `EngineError`.
"""
