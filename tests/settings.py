"""The real settings, with a data folder of its own per test process and rates that don't get in the way."""

import atexit
import os
import shutil
import tempfile

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="chat-data-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ.setdefault("LOG_LEVEL", "WARNING")
# As the workers set it. Several test processes whose libraries start a thread for each core besides
# spend most of their time waiting for each other.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "DATABASE_URL", "REDIS_URL"):
    os.environ[name] = ""

from config.settings import *  # noqa: E402, F403
