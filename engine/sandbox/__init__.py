"""The worker side: what runs in the disposable child processes that `engine.pool` keeps."""
