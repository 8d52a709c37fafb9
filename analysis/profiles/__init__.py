"""The profile of a session's file: computed once for each reading, kept on disk, recorded."""
