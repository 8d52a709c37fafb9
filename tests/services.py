"""Postgres and Redis of the tests' own, from Debian's packages, on free ports. Skipped where absent."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _absent(what: str) -> None:
    """In CI everything is installed, so a missing server there is a failure and not a skip."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not installed, though CI has to install it.")
    pytest.skip(f"{what} is not installed.")


@contextlib.contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """A Redis in memory; yields its URL."""
    binary = shutil.which("redis-server")
    if binary is None:
        _absent("redis-server")
    port = free_port()
    arguments = [str(binary), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if "eady to accept connections" in line:
                break
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


@contextlib.contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """A new Postgres cluster; yields the URL of its database."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries or not (binaries[-1] / "postgres").exists():
        _absent("postgres")
    as_user = _as_postgres_user(folder)
    data, port = folder / "cluster", free_port()
    initdb = [str(binaries[-1] / "initdb"), "-D", str(data), "-U", "chat", "--auth=trust", "--no-sync"]
    subprocess.run([*as_user, *initdb], check=True, capture_output=True)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*as_user, str(binaries[-1] / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run(
        [*control, "-o", options, "-l", str(folder / "log"), "start"], check=True, capture_output=True
    )
    try:
        yield f"postgres://chat@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True)


def _as_postgres_user(folder: Path) -> list[str]:
    """Postgres refuses to run as root; Debian's package brings a user for it."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    for parent in folder.parents:
        if parent != Path("/") and parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
    return ["runuser", "-u", "postgres", "--"]
