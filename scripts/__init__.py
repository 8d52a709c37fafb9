"""Scripts for developers; each says in its docstring how it is run."""
