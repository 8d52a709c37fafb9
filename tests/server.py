"""A real server process for tests: uvicorn on a free port, SQLite on disk, real workers."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
_CLEARED = (
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_BASE_URL",
    "DATABASE_URL",
    "REDIS_URL",
    "LOG_LEVEL",
    "SECRET_KEY",
    "ANALYST",
)
_ROOMY = {
    "AUTH_REQUESTS_PER_ADDRESS_PER_MINUTE": "100000",
    "UPLOADS_PER_USER_PER_HOUR": "100000",
    "LOGINS_PER_ACCOUNT_PER_MINUTE": "100000",
    "DISK_RESERVE_BYTES": "0",
    "ANALYSIS_WORKERS": "1",
    "ANALYSIS_WARM_UP": "false",  # its libraries take two seconds of each start, and few tests need them
}


def environment(data_dir: Path, **settings: Any) -> dict[str, str]:
    """The environment of a server or command under test."""
    # Empty and not merely absent: a developer's .env must not reach the tests.
    inherited = {**os.environ, **dict.fromkeys(_CLEARED, "")}
    inherited.pop("DJANGO_SETTINGS_MODULE", None)
    given = {key: str(value) for key, value in settings.items()}
    return {**inherited, **_ROOMY, "HOST": "127.0.0.1", "PORT": "0", "DATA_DIR": str(data_dir), **given}


def manage(data_dir: Path, *arguments: str, **settings: Any) -> subprocess.CompletedProcess[str]:
    """Run a management command as an operator would."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(data_dir, **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


class ServerProcess:
    """`python -m config.serve` in a process of its own. Log lines are kept in `log`."""

    def __init__(self, data_dir: Path, *, template_db: Path | None = None, **settings: Any) -> None:
        self.data_dir = data_dir
        self.settings = settings
        self.log: list[str] = []
        self.port = 0
        self._changed = threading.Condition()
        self._process: subprocess.Popen[str] | None = None
        data_dir.mkdir(parents=True, exist_ok=True)
        if template_db is not None and not (data_dir / "db.sqlite3").exists():
            shutil.copy(template_db, data_dir / "db.sqlite3")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def migrated(self) -> ServerProcess:
        """Make the database first."""
        done = manage(self.data_dir, "migrate", "--verbosity", "0", **self.settings)
        assert done.returncode == 0, done.stderr
        return self

    def start(self) -> ServerProcess:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "config.serve"],
            cwd=ROOT,
            env=environment(self.data_dir, **self.settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._read_log, daemon=True).start()
        line = self.wait_for_log(lambda line: "Uvicorn running on" in line, START_SECONDS)
        match = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        assert match, line
        self.port = int(match[1])
        return self

    def stop(self) -> None:
        """End the server as an operator's Ctrl-C or systemd does, and wait for it."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9: no handler runs."""
        self._end(signal.SIGKILL)

    def restart(self) -> ServerProcess:
        return self.start()

    def wait_for_log(self, wanted: Callable[[str], bool], seconds: float = 30) -> str:
        """The first line that is wanted, as soon as it is written."""
        with self._changed:
            self._changed.wait_for(lambda: any(map(wanted, self.log)) or self._ended(), seconds)
        line = next(filter(wanted, self.log), None)
        assert line is not None, "\n".join(self.log[-50:])
        return line

    def _ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _end(self, how: signal.Signals) -> None:
        process = self._process
        assert process is not None
        if process.poll() is None:
            process.send_signal(how)
        process.wait(30)
        self._process = None
        self.log.clear()

    def _read_log(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._changed:
                self.log.append(line.rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()
