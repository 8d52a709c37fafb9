"""Landlock: the Linux kernel itself refuses files, TCP and signals that a worker has no business with.

See https://docs.kernel.org/userspace-api/landlock.html; numbers and structures are from
`linux/landlock.h`. It needs no privileges and can't be undone. A kernel without it (before 5.13,
or with it switched off) leaves the other walls standing.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.sandbox.kernel import call, forbid_new_privileges

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_RULE_PATH_BENEATH = 1

_READ_FILE, _READ_DIR, _TRUNCATE, _REFER = 1 << 2, 1 << 3, 1 << 14, 1 << 13
_WRITE_FILE, _REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 1, 1 << 4, 1 << 5, 1 << 7, 1 << 8
_READ = _READ_FILE | _READ_DIR
_WRITE = _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE

# Every right that a version of the interface knows is handled, and so refused unless granted.
_FILE_RIGHTS_BY_VERSION = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_TCP_FROM_VERSION, _TCP = 4, 0b11  # bind, connect
_SCOPES_FROM_VERSION, _SCOPES = 6, 0b11  # abstract unix sockets, signals


class _Ruleset(ctypes.Structure):
    _fields_ = [
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    ]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32)]


def version() -> int:
    """Of the kernel's Landlock interface; 0 without one."""
    if sys.platform != "linux":
        return 0
    try:
        return call(_CREATE_RULESET, None, 0, _ASK_VERSION)
    except OSError:
        return 0


def restrict(*, readable: Sequence[Path], writable: Sequence[Path] = ()) -> None:
    """Leave this thread, and those it starts, only these folders; no TCP, no signals to others.

    A folder that doesn't exist is left out. Does nothing where `version()` is 0. Raises OSError.
    """
    available = version()
    if not available:
        return
    files = (1 << _FILE_RIGHTS_BY_VERSION[min(available, 5)]) - 1
    ruleset = _Ruleset(
        files,
        _TCP if available >= _TCP_FROM_VERSION else 0,
        _SCOPES if available >= _SCOPES_FROM_VERSION else 0,
    )
    descriptor = call(_CREATE_RULESET, ctypes.byref(ruleset), ctypes.sizeof(ruleset), 0)
    try:
        for path in readable:
            _grant(descriptor, path, _READ & files)
        for path in writable:
            _grant(descriptor, path, (_READ | _WRITE) & files)
        forbid_new_privileges()
        call(_RESTRICT_SELF, descriptor, 0)
    finally:
        os.close(descriptor)


def _grant(ruleset: int, path: Path, rights: int) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        rule = _PathBeneath(rights, folder)
        call(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(folder)
