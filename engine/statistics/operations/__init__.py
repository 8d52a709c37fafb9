"""The declarations that `engine.statistics.catalogue` is made of, by what they are about."""
