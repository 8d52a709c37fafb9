"""The real settings, with a data folder of its own per test process and rates that don't get in the way."""

import os
import tempfile

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="chat-data-tests-")
os.environ.setdefault("LOG_LEVEL", "WARNING")
for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "DATABASE_URL", "REDIS_URL"):
    os.environ[name] = ""

from config.settings import *  # noqa: E402, F403
